// The scenes as a gallery: each played by a click in this browser, beside what was predicted.

import { get, post } from '/ask.js';
import { clock } from '/clock.js';
import { button, html, prose } from '/dom.js';
import { beginScene, blocksThirdParties, held } from '/play.js';
import { VERDICTS, tellRun } from '/record.js';
import { toldScenes } from '/told-scenes.js';

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

/** Opens a scene of the gallery, and with it closes the one that was open. */
function reveal(card) {
  card.open = true;
  card.scrollIntoView({ block: 'nearest' });
}

export function scenes(lab, openCase) {
  const results = new Map();
  let words;
  const $ = (id) => document.getElementById(id);
  const markOf = (result) => (result.failed ? 'differs' : result.verdict);

  function show(scene) {
    const card = $(scene.id);
    const result = results.get(scene.id);
    const mark = card.querySelector('summary .verdict');
    const inside = card.querySelector('.result');
    mark.hidden = !result;
    inside.replaceChildren();
    if (!result) return;
    const w = words.scenes;
    mark.className = `verdict ${markOf(result)}`;
    mark.textContent = VERDICTS[markOf(result)];
    const text = result.failed ? w.failed + result.failed.message : w[result.verdict];
    mark.title = text;
    inside.append(html('p', { role: 'status' }, html('span', { class: `verdict ${markOf(result)}` }, `${VERDICTS[markOf(result)]} ${text}`)));
    // What it holds is drawn once it is in sight, and so has a width.
    if (!result.failed && card.open) tellRun(inside, result, w.list[scene.id][0], scene.sandboxed ? 'null' : words.page, words);
  }

  async function run(scene) {
    const start = $(scene.id).querySelector('button');
    start.disabled = true;
    start.textContent = words.scenes.running;
    try {
      const blocked = ['cookies', 'partitioned'].includes(scene.id) && await blocksThirdParties(lab.scenes.find(({ id }) => id === 'cookies'));
      const answer = await get(`/predict?scene=${scene.id}&browser=${lab.browser}&third_party_cookies=${!blocked}`);
      const predicted = { run: answer.run, steps: answer.record.steps, console: answer.record.console, wire: answer.wire };
      const result = await held(scene, await beginScene(), predicted);
      results.set(scene.id, { ...result, blocked });
      await post('/reports', { scene: scene.id, browser: lab.browser, agrees: result.verdict === 'agrees', ...result });
    } catch (error) {
      results.set(scene.id, { failed: error });
    }
    start.disabled = false;
    start.textContent = words.scenes.again;
    show(scene);
    summarise();
  }

  function summarise() {
    const done = [...results.values()];
    const of = (verdict) => done.filter((result) => result.verdict === verdict).length;
    $('summary').textContent = done.length ? words.scenes.summary(of('agrees'), done.length, of('unsupported')) : '';
  }

  /** One scene of the gallery: a line that opens; only one of them is open. */
  function card(id, number, button, ...inside) {
    const [title, explanation] = words.scenes.list[id];
    const wasOpen = $(id)?.open;
    return html('details', { class: 'scene', name: 'scenes', id, open: wasOpen },
      html('summary', {}, html('span', { class: 'number', 'aria-hidden': 'true' }, String(number)), html('span', { class: 'title' }, title), html('span', { class: 'verdict', hidden: true })),
      html('div', { class: 'about' }, html('p', {}, ...prose(explanation)), button), ...inside);
  }

  const played = (scene, index) => {
    const start = button(results.has(scene.id) ? words.scenes.again : words.scenes.run, () => run(scene), { class: 'primary', 'aria-label': `${words.scenes.run}: ${words.scenes.list[scene.id][0]}` });
    const node = card(scene.id, index + 1, start,
      html('pre', { class: 'source', tabindex: '0', role: 'region', 'aria-label': words.scenes.list[scene.id][0] }, sourceOf(scene, words)),
      html('div', { class: 'result' }), scene.id === 'cache' && html('div', { class: 'clock-place' }));
    node.addEventListener('toggle', () => {
      if (!node.open) return;
      show(scene);
      const place = node.querySelector('.clock-place:empty');
      if (place) place.append(clock(words));
    });
    return node;
  };

  const told = (id, index) => card(id, lab.scenes.length + index + 1, button(words.scenes.predict, () => openCase(toldScenes[id]()), { class: 'primary', 'aria-label': `${words.scenes.predict}: ${words.scenes.list[id][0]}` }));

  return {
    draw(language) {
      words = language;
      const w = words.scenes;
      const facts = [[w.theStage, lab.stage], [w.theApi, lab.api], [w.theOther, lab.other], [w.yourBrowser, lab.browser === 'spec' ? w.standard : words.browsers[lab.browser]]];
      $('parties').replaceChildren(...facts.map(([name, value]) => html('div', {}, html('dt', {}, name), html('dd', {}, html('code', {}, value)))));
      $('scene-list').replaceChildren(...lab.scenes.map(played), ...Object.keys(toldScenes).map(told));
      for (const scene of lab.scenes) show(scene);
      summarise();
    },
    async runAll() {
      const all = $('run-all');
      all.disabled = true;
      for (const scene of lab.scenes) await run(scene);
      all.disabled = false;
    },
    /** Runs one and goes to it. */
    async runOne(id) {
      reveal($(id));
      await run(lab.scenes.find((scene) => scene.id === id));
      $(id).querySelector('summary').focus({ preventScroll: true });
      return results.get(id);
    },
    /** Opens the one that a link names. */
    open(id) { if ($(id)?.matches('.scene')) reveal($(id)); },
    redraw() { for (const scene of lab.scenes) show(scene); },
  };
}
