// What somebody else wrote plays only once the visitor has seen it and said so.

import { button, html } from '/dom.js';

/** A text as it is: what would hide or turn round a part of it is named. */
const plain = (text) => text.replace(/(?![\n\t ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu, (hidden) => `⟨U+${hidden.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

const code = (text, label) => html('pre', { tabindex: '0', role: 'region', 'aria-label': label }, plain(text));

/** All that would be played, and a button that plays it. `from` says how it came: `link` or `file`. */
export function consent(scenario, from, words, { play, leave }) {
  const c = words.consent;
  const asked = scenario.steps.map((step) => html('li', {}, html('code', {}, plain(`${step.api} ${step.method ?? 'GET'} ${step.url}`))));
  // A name with `@` stands for a small file of the lab's own.
  const bodies = scenario.server.filter(({ body }) => body && !body.startsWith('@'));
  const node = html('div', { id: 'consent', class: 'consent', role: 'group', 'aria-labelledby': 'consent-title', tabindex: '-1' },
    html('h4', { id: 'consent-title' }, c[from]), html('p', {}, c.what),
    html('h5', {}, c.asked), html('ul', {}, ...asked),
    bodies.length > 0 && html('h5', {}, c.bodies),
    ...bodies.map(({ origin, path, body }) => html('div', {}, html('code', { class: 'place-of' }, plain(origin + path)), code(body, plain(origin + path)))),
    html('details', {}, html('summary', {}, c.whole), code(JSON.stringify(scenario, null, 1), c.whole)),
    html('div', { class: 'row start' }, button(c.leave, leave, { id: 'leave-it' }), button(c.play, play, { id: 'play-it' })));
  return node;
}
