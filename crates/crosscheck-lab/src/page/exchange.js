// Taking a scenario along, and bringing one in.

import { post } from '/ask.js';
import { button, field, html, textarea } from '/dom.js';
import { toFragment } from '/share.js';

/** Copies a text, or marks it where the browser does not let it. */
export function copyButton(text, words) {
  const node = button(words.copy, async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(node.parentElement.querySelector('pre'));
      return;
    }
    node.textContent = words.copied;
    setTimeout(() => { node.textContent = words.copy; }, 1500);
  }, { class: 'copy' });
  return node;
}

const item = (key, text, help, words) => html('details', { class: 'take', 'data-kind': key },
  html('summary', {}, words.share[key]), html('p', { class: 'soft' }, help),
  text && html('div', { class: 'copied' }, html('pre', { tabindex: '0', 'aria-label': words.share[key] }, text), copyButton(text, words)));

/** Link, scenario, policy and curl, each to copy. Remembers which of them are open. */
export async function takeAlong(box, scenario, judgement, words, openPolicy) {
  const s = words.share;
  const open = new Set([...box.querySelectorAll('details[open]')].map((node) => node.dataset.kind));
  const link = `${location.origin}/${await toFragment(scenario)}`;
  const policy = judgement.policies.map(({ toml }) => toml).join('\n');
  box.replaceChildren(
    item('link', link, s.linkHelp, words),
    item('scenario', JSON.stringify(scenario), s.scenarioHelp, words),
    item('policy', policy, policy ? s.policyHelp : s.noPolicy, words),
    item('curl', judgement.curl.join('\n\n'), s.curlHelp, words));
  if (policy) box.querySelector('[data-kind=policy] .copied').append(button(words.policy.use, () => openPolicy(judgement.policies[0].toml), { class: 'quiet' }));
  for (const node of box.children) node.open = open.has(node.dataset.kind);
}

/** What was written and read, kept while the page changes its language. */
const kept = { text: '', url: '', imported: null, chosen: 0, error: null };

/** Asks a live server, through the lab's own: what the form's page asks, at another URL. */
const checkLive = (scenario, url) => post('/check', { page: scenario.page, step: { ...scenario.steps[0], url } });

/** A place to paste into, or to drop a file onto; `use` gets the request that was chosen, `now` tells what the form holds. */
export function pasteForm(words, use, now) {
  const s = words.share;
  const told = html('p', { role: 'status', class: 'told-of' });
  const which = html('div', { class: 'wide' });
  const area = textarea(kept.text, (text) => { kept.text = text; }, { rows: '3', id: 'paste', placeholder: s.importExample });

  const draw = () => {
    const { imported, error, chosen } = kept;
    const choice = imported?.choices[chosen];
    told.className = `told-of ${error ? 'bad' : 'good'}`;
    told.textContent = error ? `${error.message}${error.hint ? `: ${error.hint}` : ''}`
      : choice ? `${s.imported[imported.kind]}${choice.is_known ? '' : ` ${s.standsIn}`}` : '';
    const many = imported?.choices.length > 1;
    const options = many ? imported.choices.map(({ title, is_refused }, at) => html('option', { value: at, selected: at === chosen }, `${is_refused ? '✕' : '✓'} ${title}`)) : [];
    which.replaceChildren(...many ? [field(s.which(options.length), html('select', { id: 'which', onchange: ({ target }) => { kept.chosen = Number(target.value); draw(); use(imported.choices[kept.chosen], imported.kind); } }, ...options))] : []);
  };
  const bring = async (asking) => {
    Object.assign(kept, { imported: null, error: null, chosen: 0 });
    try {
      kept.imported = await asking;
      await use(kept.imported.choices[0], kept.imported.kind);
    } catch (error) {
      kept.error = error;
    }
    draw();
  };
  const read = (text) => bring(post('/import', text));
  const ask = async () => { live.disabled = true; await bring(checkLive(now(), kept.url)); live.disabled = false; };
  const live = button(s.askLive, ask);
  const url = html('input', { id: 'live-url', type: 'url', inputmode: 'url', value: kept.url, spellcheck: 'false', autocomplete: 'off', placeholder: 'https://api.example/orders', oninput: ({ target }) => { kept.url = target.value; }, onkeydown: ({ key }) => { if (key === 'Enter') ask(); } });
  const readFile = async (file) => { if (file) await read(await file.text()); };
  area.addEventListener('paste', () => setTimeout(() => read(area.value)));
  const file = html('input', { type: 'file', id: 'paste-file', accept: '.har,.json,.txt,.log', hidden: true, onchange: ({ target }) => readFile(target.files[0]) });
  const over = (event) => { event.preventDefault(); box.classList.toggle('over', event.type === 'dragover'); };
  const box = html('div', { id: 'paste-box', ondragover: over, ondragleave: over, ondrop: (event) => { over(event); readFile(event.dataTransfer.files[0]); } },
    field(s.importLabel, area, { wide: true, help: s.importHelp }),
    html('div', { class: 'row start' }, button(s.import, () => read(area.value)), button(s.file, () => file.click(), { class: 'quiet' }), file),
    html('div', { class: 'ask-live' }, field(s.liveLabel, url, { help: s.liveHelp }), live), which, told);
  draw();
  return box;
}
