// Taking a scenario along, and bringing one in.

import { post } from '/ask.js';
import { button, field, html, textarea } from '/dom.js';
import { toFragment } from '/share.js';

function copyButton(text, words) {
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

/** A place to paste into; `use` gets the scenario that was read. */
export function pasteForm(words, use) {
  const s = words.share;
  const told = html('p', { role: 'status', class: 'told-of' });
  const area = textarea('', () => {}, { rows: '3', id: 'paste', placeholder: 'curl https://api.example/orders -H "Origin: https://app.example"' });
  const read = async () => {
    try {
      use(await post('/import', area.value));
      told.className = 'told-of good';
      told.textContent = s.imported;
    } catch (error) {
      told.className = 'told-of bad';
      told.textContent = `${error.message}${error.hint ? `: ${error.hint}` : ''}`;
    }
  };
  area.addEventListener('paste', () => setTimeout(read));
  return html('details', { class: 'take', id: 'paste-box' }, html('summary', {}, s.importHeading), field(s.importLabel, area, { wide: true }), button(s.import, read), told);
}
