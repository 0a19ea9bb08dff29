// "Fix for your server": one refusal as a patch for the server that the visitor has.

import { get, newestOnly } from '/ask.js';
import { field, html, prose } from '/dom.js';
import { copyButton } from '/exchange.js';
import { remembered } from '/remember.js';

const servers = get('/servers.json');
const write = newestOnly('/fix');

const last = remembered(() => localStorage, 'server', 64);

/** The server that was chosen, also the time before, and the patch that was shown last: it stands until the next one comes. */
let server = last.get() ?? '';
let shown = [];

const part = ([place, text], words) => html('div', { class: 'copied' }, html('p', { class: 'place-of' }, place),
  html('pre', { tabindex: '0', 'aria-label': place }, text.trimEnd()), copyButton(text, words));

/** A choice of servers, and below it the patch for the one that is chosen. */
export function serverFix(scenario, browser, step, words) {
  const w = words.verdict;
  const out = html('div', { class: 'patch', 'aria-live': 'polite' });
  const draw = async () => {
    if (!server) { out.replaceChildren(); return; }
    try {
      const patch = await write({ scenario, browser, step, server });
      if (!patch) return;
      const [places, notes] = words.code === 'en' ? [[], []] : patch.chinese;
      shown = [...patch.parts.map(([place, text], at) => part([places[at] ?? place, text], words)),
        patch.notes.length > 0 && html('ul', { class: 'soft' }, ...patch.notes.map((note, at) => html('li', {}, ...prose(notes[at] ?? note))))].filter(Boolean);
    } catch (error) {
      shown = [html('p', { class: 'soft' }, ...prose(error.message))];
    }
    out.replaceChildren(...shown);
  };
  const pick = html('select', { id: `server-${step}`, onchange: ({ target }) => { server = target.value; last.set(server); draw(); } }, html('option', { value: '' }, w.chooseServer));
  servers.then((all) => { pick.append(...all.map(([name, title]) => html('option', { value: name, selected: name === server }, title))); });
  if (server) { out.replaceChildren(...shown); draw(); }
  return html('div', { class: 'server-fix' }, field(w.serverFix, pick), out);
}
