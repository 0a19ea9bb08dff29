// The workshop's case, for real: the lab's servers answer just as written, and this browser asks them.

import { post } from '/ask.js';
import { button, html } from '/dom.js';
import { blocksThirdParties, held } from '/play.js';
import { VERDICTS, tellRun } from '/record.js';

const setsCookies = ({ server }) => server.some(({ headers }) => headers.some(([name]) => name.toLowerCase() === 'set-cookie'));

/** `lab` is a promise of what the lab is; `now` tells the scenario in the form. */
export function livePanel(lab, now) {
  let words;
  let result = null;
  let why = null;
  const place = document.getElementById('live-place');
  const asked = button('', () => run(), { id: 'run-live', class: 'primary' });

  const draw = () => {
    const l = words.live;
    asked.textContent = result ? l.again : l.run;
    place.replaceChildren(html('p', { class: 'soft' }, why ? why[words.code] : l.intro), html('div', { class: 'row start' }, asked));
    if (!result) return;
    if (result.failed) {
      place.append(html('p', { class: 'objection', role: 'status' }, l.failed, result.failed.message, result.failed.hint ? `: ${result.failed.hint}` : ''));
      return;
    }
    const { verdict, begun } = result;
    const names = begun.names.map(([name, here]) => html('div', {}, html('dt', {}, html('code', {}, name)), html('dd', {}, l.is, html('code', {}, here))));
    const inside = html('div', { class: 'inside' });
    place.append(html('p', { role: 'status' }, html('span', { class: `verdict ${verdict}` }, `${VERDICTS[verdict]} ${words.scenes[verdict]}`)),
      html('dl', { class: 'names' }, ...names), begun.left_out.length ? html('p', { class: 'soft' }, l.leftOut(begun.left_out.join(', '))) : '', inside);
    tellRun(inside, result, l.heading, begun.scenario.page, words);
  };

  async function run(shown) {
    const scenario = structuredClone(now());
    asked.disabled = true;
    asked.textContent = words.scenes.running;
    try {
      const { browser, scenes } = await lab;
      const blocked = setsCookies(scenario) && await blocksThirdParties(scenes.find(({ id }) => id === 'cookies'));
      const begun = await post('/run', { scenario, browser, third_party_cookies: !blocked }, undefined, { 'x-crosscheck-lab': 'yes' });
      const { page, steps } = begun.scenario;
      result = { ...await held({ sandboxed: page === 'null', steps }, begun.run, begun.foretold), blocked, begun };
      const { did, foretold, found, verdict } = result;
      await post('/reports', { shown, browser, agrees: verdict === 'agrees', verdict, did, foretold, found });
    } catch (error) {
      result = { failed: error };
    }
    asked.disabled = false;
    draw();
    return result;
  }

  return {
    draw(language) { words = language; draw(); },
    /** The case is another now. */
    forget() { if (result || why) { result = null; why = null; draw(); } },
    /** Runs what a page of the documentation led to, and goes there; or says why it cannot be run. */
    async show(name, cannot) {
      why = cannot;
      if (cannot) draw(); else await run(name);
      document.getElementById('live').scrollIntoView();
      asked.focus({ preventScroll: true });
      return cannot ? { verdict: 'why' } : result;
    },
    redraw() { if (result) draw(); },
  };
}
