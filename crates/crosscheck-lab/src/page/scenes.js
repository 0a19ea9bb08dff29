// The scenes as cards: played by a click in this browser, beside what was predicted.

import { get, post } from '/ask.js';
import { clock } from '/clock.js';
import { button, html } from '/dom.js';
import { beginScene, blocksThirdParties, held } from '/play.js';
import { VERDICTS, tellRun } from '/record.js';

/** The code of a scene, as a reader would write it. */
function sourceOf(scene, words) {
  const lines = scene.steps.map((step) => {
    const url = JSON.stringify(step.url.replace('/{run}', '/…'));
    const attribute = step.crossorigin ? ` crossorigin="${step.crossorigin}"` : '';
    const options = {};
    for (const key of ['method', 'credentials', 'mode']) if (step[key] !== undefined) options[key] = step[key];
    if (step.headers) options.headers = Object.fromEntries(step.headers);
    if (step.body) options.body = step.body.value;
    const written = (space) => JSON.stringify(options, null, space).replace(/"([A-Za-z]+)":/g, '$1:');
    const short = written(1).replace(/\s+/g, ' ');
    const json = Object.keys(options).length ? `, ${short.length < 60 ? short : written(2)}` : '';
    return {
      fetch: () => `await fetch(${url}${json});`,
      xhr: () => `xhr.open("${step.method ?? 'GET'}", ${url});\n${step.upload_listener ? 'xhr.upload.addEventListener("progress", show);\n' : ''}xhr.send(${JSON.stringify(step.body?.value ?? '')});`,
      img: () => `<img src=${url}${attribute}>\ncontext.drawImage(img, 0, 0); context.getImageData(0, 0, 1, 1);`,
      webgl: () => `<img src=${url}${attribute}>\ngl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, img);`,
      font: () => `@font-face { font-family: lab; src: url(${url}); }`,
      shape: () => `shape-outside: url(${url});`,
      script: () => `<script src=${url}${attribute}></script>`,
      eventsource: () => `new EventSource(${url}${step.credentials ? ', { withCredentials: true }' : ''});`,
      beacon: () => `navigator.sendBeacon(${url}, ${step.body.type ? `new Blob(["${step.body.value}"], { type: "${step.body.type}" })` : JSON.stringify(step.body.value)});`,
    }[step.api]();
  });
  return [...(scene.sandboxed ? [words.scenes.sandbox] : []), ...lines].join('\n');
}

export function scenes(lab) {
  const results = new Map();
  let words;

  function show(card, scene) {
    card.querySelector('.result')?.remove();
    const result = results.get(scene.id);
    if (!result) return;
    const w = words.scenes;
    const mark = result.failed ? 'differs' : result.verdict;
    const inside = html('div', { class: 'inside' });
    const text = result.failed ? w.failed + result.failed : w[result.verdict];
    const summary = html('summary', {}, html('span', { class: `verdict ${mark}` }, `${VERDICTS[mark]} ${text}`));
    const box = html('details', { class: 'result', open: result.open, ontoggle: () => { result.open = box.open; draw(); } }, summary, inside);
    card.querySelector('.source').after(box);
    const draw = () => { if (result.open && !result.failed && !inside.firstChild) tellRun(inside, result, w.list[scene.id][0], scene.sandboxed ? 'null' : words.page, words); };
    draw();
  }

  async function run(card, scene, open) {
    const start = card.querySelector('button');
    start.disabled = true;
    start.textContent = words.scenes.running;
    try {
      const blocked = scene.id === 'cookies' && await blocksThirdParties(scene);
      const answer = await get(`/predict?scene=${scene.id}&browser=${lab.browser}&third_party_cookies=${!blocked}`);
      const predicted = { run: answer.run, steps: answer.record.steps, console: answer.record.console, wire: answer.wire };
      const result = await held(scene, await beginScene(), predicted);
      results.set(scene.id, { ...result, blocked, open });
      await post('/reports', { scene: scene.id, browser: lab.browser, agrees: result.verdict === 'agrees', ...result });
    } catch (error) {
      results.set(scene.id, { failed: String(error.message ?? error), open });
    }
    start.disabled = false;
    start.textContent = words.scenes.again;
    show(card, scene);
    summarise();
  }

  function summarise() {
    const done = [...results.values()];
    const of = (verdict) => done.filter((result) => result.verdict === verdict).length;
    document.querySelector('#summary').textContent = done.length ? words.scenes.summary(of('agrees'), done.length, of('unsupported')) : '';
    document.querySelector('#index').replaceChildren(...lab.scenes.map(({ id }) => {
      const result = results.get(id);
      const mark = result && (result.failed ? 'differs' : result.verdict);
      return html('li', {}, html('a', { href: `#${id}`, class: mark }, `${mark ? `${VERDICTS[mark]} ` : ''}${words.scenes.list[id][0]}`));
    }));
  }

  return {
    draw(language) {
      words = language;
      const w = words.scenes;
      const facts = [[w.theStage, lab.stage], [w.theApi, lab.api], [w.theOther, lab.other], [w.yourBrowser, lab.browser === 'spec' ? w.standard : words.browsers[lab.browser]]];
      document.querySelector('#parties').replaceChildren(...facts.map(([name, value]) => html('div', {}, html('dt', {}, name), html('dd', {}, html('code', {}, value)))));
      document.querySelector('#scene-list').replaceChildren(...lab.scenes.map((scene, index) => {
        const [title, explanation] = w.list[scene.id];
        const start = button(results.has(scene.id) ? w.again : w.run, () => run(card, scene, true), { 'aria-describedby': `title-${scene.id}` });
        const card = html('section', { class: 'scene', id: scene.id, 'aria-labelledby': `title-${scene.id}` },
          html('header', {}, html('h3', { id: `title-${scene.id}` }, html('span', { class: 'number' }, String(index + 1)), title), start, html('p', { class: 'explain' }, explanation)),
          html('pre', { class: 'source', tabindex: '0', role: 'region', 'aria-label': title }, sourceOf(scene, words)),
          scene.id === 'cache' && clock(words));
        return card;
      }));
      for (const scene of lab.scenes) show(document.getElementById(scene.id), scene);
      summarise();
    },
    async runAll() {
      const all = document.querySelector('#run-all');
      all.disabled = true;
      for (const scene of lab.scenes) await run(document.getElementById(scene.id), scene, false);
      all.disabled = false;
    },
    /** Runs one and goes to it. */
    async runOne(id) {
      const card = document.getElementById(id);
      card.scrollIntoView();
      await run(card, lab.scenes.find((scene) => scene.id === id), true);
      card.querySelector('.result summary')?.focus({ preventScroll: true });
      return results.get(id);
    },
    redraw() { for (const scene of lab.scenes) show(document.getElementById(scene.id), scene); },
  };
}
