// The workshop's case, for real: the lab's servers answer just as written, and this browser asks them.

import { post } from '/ask.js';
import { consent } from '/consent.js';
import { button, html, wrong } from '/dom.js';
import { blocksThirdParties, held } from '/play.js';
import { VERDICTS, tellRun } from '/record.js';

const setsCookies = ({ server }) => server.some(({ headers }) => headers.some(([name]) => name.toLowerCase() === 'set-cookie'));

/** `lab` is a promise of what the lab is; `now` tells the scenario in the form, and how it came if somebody else wrote it. */
export function livePanel(lab, now) {
  let words;
  let result = null;
  let why = null;
  let running = false;
  /** What the visitor is asked about: this very content, until it changes. */
  let pending = null;
  /** What the visitor said yes to, word for word. */
  let agreed = null;
  /** Counts the cases: what was played of an earlier one is not told of this. */
  let turn = 0;
  const place = document.getElementById('live-place');
  const asked = button('', () => begin(), { id: 'run-live', class: 'primary' });
  const intro = html('p', { class: 'soft' });
  const below = html('div');
  place.append(intro, html('div', { class: 'row start' }, asked), below);

  const draw = () => {
    const l = words.live;
    asked.textContent = running ? words.scenes.running : result ? l.again : l.run;
    asked.disabled = running;
    intro.textContent = why ? why[words.code] : l.intro;
    below.replaceChildren();
    if (pending) {
      const { scenario, from } = pending;
      const play = () => { pending = null; agreed = JSON.stringify(scenario); run(scenario); };
      const leave = () => { pending = null; draw(); asked.focus({ preventScroll: true }); };
      below.append(consent(scenario, from, words, { play, leave }));
    }
    if (!result) return;
    if (result.failed) {
      below.append(html('p', { class: 'objection', role: 'status' }, l.failed, ...wrong(result.failed)));
      return;
    }
    const { verdict, begun } = result;
    const names = begun.names.map(([name, here]) => html('div', {}, html('dt', {}, html('code', {}, name)), html('dd', {}, l.is, html('code', {}, here))));
    const inside = html('div', { class: 'inside' });
    below.append(html('p', { role: 'status' }, html('span', { class: `verdict ${verdict}` }, `${VERDICTS[verdict]} ${words.scenes[verdict]}`)),
      html('dl', { class: 'names' }, ...names), begun.left_out.length ? html('p', { class: 'soft' }, l.leftOut(begun.left_out.join(', '))) : '',
      begun.is_without_bodies ? html('p', { class: 'soft' }, l.noBodies) : '', inside);
    tellRun(inside, result, l.heading, begun.scenario.page, words);
  };

  /** Plays the visitor's own at once, and asks about anybody else's. */
  function begin() {
    const { scenario, from } = structuredClone(now());
    if (!from || agreed === JSON.stringify(scenario)) { run(scenario); return; }
    pending = { scenario, from };
    draw();
    // Not the button: a key that is still held down says nothing.
    document.getElementById('consent').focus();
  }

  /** Plays what is handed over, whatever is in the form by then. */
  async function run(scenario, shown) {
    const mine = turn;
    running = true;
    draw();
    let found;
    try {
      const { browser, scenes } = await lab;
      const blocked = setsCookies(scenario) && await blocksThirdParties(scenes.find(({ id }) => id === 'cookies'));
      const begun = await post('/run', { scenario, browser, third_party_cookies: !blocked });
      const { page, steps } = begun.scenario;
      found = { ...await held({ sandboxed: page === 'null', steps }, begun.run, begun.predicted), blocked, begun };
      const { did, predicted, verdict } = found;
      await post('/reports', { shown, browser, agrees: verdict === 'agrees', verdict, did, predicted, found: found.found });
    } catch (error) {
      found = { failed: error };
    }
    running = false;
    if (mine === turn) result = found;
    draw();
    // A button that is disabled loses the focus.
    if (document.activeElement === document.body) asked.focus({ preventScroll: true });
    return found;
  }

  return {
    draw(language) { words = language; draw(); },
    /** The case is another now: what was asked, said or seen was not about it. */
    forget() {
      turn++;
      if (result || why || pending || agreed) { result = null; why = null; pending = null; agreed = null; draw(); }
    },
    /** Runs what a page of the documentation led to, which is the lab's own, and goes there; or says why it cannot be run. */
    async show(name, { scenario, why: cannot }) {
      why = cannot;
      if (cannot) draw();
      const played = cannot ? { verdict: 'why' } : await run(structuredClone(scenario), name);
      document.getElementById('live').scrollIntoView();
      asked.focus({ preventScroll: true });
      return played;
    },
    redraw() { if (result) draw(); },
  };
}
