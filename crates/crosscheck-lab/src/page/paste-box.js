// The one box: whatever people have is pasted, typed, dropped or opened here.

import { post } from '/ask.js';
import { button, field, html, textarea, wrong } from '/dom.js';
import { markedUp } from '/marks.js';
import { remembered } from '/remember.js';

const LONGEST_REMEMBERED = 16 * 1024;
const typedText = remembered(() => sessionStorage, 'typed', LONGEST_REMEMBERED);

/** What was written and read, kept while the page changes its language, and its text while it is loaded again. */
const kept = { text: typedText.get() ?? '', read: typedText.get() ?? '', imported: null, chosen: 0, error: null };

/** How often something was read. */
let turns = 0;

/** Whether the text is other than what was read last: the verdict is not about it. */
export const isUnread = () => kept.text.trim() !== '' && (kept.text !== kept.read || kept.error !== null);

/** Asks a live server, through the lab's own, what a page asks. */
export const askLive = (page, step) => post('/check', { page, step });

/** `use` gets the request that was chosen, `changed` is called when the text is. */
export function pasteBox(words, use, changed) {
  const s = words.share;
  const told = html('p', { role: 'status', class: 'told-of' });
  const which = html('div', { class: 'wide' });
  const marked = html('div', { class: 'wide' });
  const read = button('', () => bring(area.value), { id: 'read', class: 'primary' });
  const write = (text) => { kept.text = text; typedText.set(text); label(); changed(); };
  const area = textarea(kept.text, write, { rows: '3', id: 'paste', placeholder: s.importExample });
  const isUrl = () => /^\s*https?:\/\/\S+\s*$/i.test(kept.text);
  const label = () => { read.textContent = isUrl() ? s.askLive : s.import; };

  const draw = () => {
    const { imported, error, chosen } = kept;
    const choice = imported?.choices[chosen];
    told.className = `told-of ${error ? 'bad' : 'good'}`;
    told.replaceChildren(...error ? wrong(error)
      : choice ? [`${s.imported[imported.kind]}${choice.is_known ? '' : ` ${s.standsIn}`}`] : []);
    const many = imported?.choices.length > 1;
    const options = many ? imported.choices.map(({ title, is_refused }, at) => html('option', { value: at, selected: at === chosen }, `${is_refused ? '✕' : '✓'} ${title}`)) : [];
    which.replaceChildren(...many ? [field(s.which(options.length), html('select', { id: 'which', onchange: ({ target }) => { kept.chosen = Number(target.value); draw(); use(imported.choices[kept.chosen], imported.kind); } }, ...options))] : []);
    marked.replaceChildren(...choice && imported.kind === 'console' ? markedUp(kept.read, choice.scenario, words) : []);
    label();
  };
  const bring = async (text) => {
    // Whoever asks again before the answer is there means the second text.
    const turn = ++turns;
    Object.assign(kept, { imported: null, error: null, chosen: 0, read: text });
    read.setAttribute('aria-busy', 'true');
    try {
      let imported = await post('/import', text);
      // A URL says nothing by itself: its server does.
      if (imported.kind === 'url') { const { page, steps: [step] } = imported.choices[0].scenario; imported = await askLive(page, step); }
      if (turn !== turns) return;
      kept.imported = imported;
      await use(imported.choices[0], imported.kind);
    } catch (error) {
      if (turn === turns) kept.error = error;
    }
    if (turn !== turns) return;
    read.removeAttribute('aria-busy');
    draw();
    changed();
  };
  const readFile = async (file) => { if (file) await bring(await file.text()); };
  area.addEventListener('paste', () => setTimeout(() => { if (!isUrl()) bring(area.value); }));
  area.addEventListener('keydown', (event) => {
    const isWhole = event.ctrlKey || event.metaKey || (!event.shiftKey && !/\n|\\$/.test(area.value));
    if (event.key === 'Enter' && isWhole && !event.isComposing) { event.preventDefault(); bring(area.value); }
  });
  const file = html('input', { type: 'file', id: 'paste-file', accept: '.har,.json,.txt,.log', hidden: true, onchange: ({ target }) => readFile(target.files[0]) });
  const over = (event) => { event.preventDefault(); box.classList.toggle('over', event.type === 'dragover'); };
  const box = html('div', { id: 'paste-box', ondragover: over, ondragleave: over, ondrop: (event) => { over(event); readFile(event.dataTransfer.files[0]); } },
    field(s.importLabel, area, { wide: true, help: s.importHelp }),
    html('div', { class: 'row start' }, read, button(s.file, () => file.click(), { class: 'quiet' }), file), told, which, marked);
  draw();
  return box;
}

/** Another case took the place of what was read. */
export function forgetRead() {
  Object.assign(kept, { imported: null, error: null, text: '', read: '' });
  typedText.set('');
}
