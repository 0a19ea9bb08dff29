// The scenes as cards: played by a click in this browser, beside what was foretold.

import { get, post } from '/ask.js';
import { clock } from '/clock.js';
import { corsLines, decisiveLines, differences } from '/compare.js';
import { diagram } from '/diagram.js';
import { button, html } from '/dom.js';
import { headerList } from '/verdicts.js';

const LONGEST_WAIT = 3000;
let count = 0;
const stages = new Map();

/** The frame in which scenes are played, loaded once; a sandboxed one has the origin `null`. */
function stage(sandboxed) {
  if (!stages.has(sandboxed)) {
    stages.set(sandboxed, new Promise((resolve) => {
      const frame = html('iframe', { src: '/stage.html', class: 'stage', title: 'stage', 'aria-hidden': 'true', tabindex: '-1', sandbox: sandboxed ? 'allow-scripts' : undefined });
      const ready = ({ source, data }) => { if (source === frame.contentWindow && data?.ready) { removeEventListener('message', ready); resolve(frame); } };
      addEventListener('message', ready);
      document.body.append(frame);
    }));
  }
  return stages.get(sandboxed);
}

function playStep(frame, step) {
  return new Promise((resolve) => {
    const id = `step-${count++}`;
    const listen = ({ source, data }) => {
      if (source !== frame.contentWindow || data?.played !== id) return;
      removeEventListener('message', listen);
      resolve(data.seen);
    };
    addEventListener('message', listen);
    frame.contentWindow.postMessage({ id, step }, '*');
  });
}

/** Plays the steps one after the other; one that does not say when it is done is, once the server saw something. */
async function play(scene, run) {
  const frame = await stage(scene.sandboxed);
  const outcomes = [];
  for (const step of scene.steps) {
    const before = (await get(`/wire?run=${run}`)).length;
    outcomes.push(await playStep(frame, { ...step, url: step.url.replaceAll('{run}', run) }));
    if (outcomes.at(-1).kind === 'unobserved') await seen(run, before + 1);
  }
  return outcomes;
}

/** Whether this browser, as it is set, keeps no cookies of another site: tried out, since no script is told. */
async function blocksThirdParties(scene) {
  const elsewhere = scene.steps.slice(-2);
  const [, seen] = await play({ ...scene, steps: elsewhere }, `probe-${Date.now().toString(36)}-${count++}`);
  return seen.kind === 'response' && !JSON.parse(seen.body).seen.includes('none');
}

/** What the server saw, once it saw as many requests as are expected, or that takes too long. */
async function seen(run, expected) {
  const until = performance.now() + LONGEST_WAIT;
  for (;;) {
    const wire = await get(`/wire?run=${encodeURIComponent(run)}`);
    if (wire.length >= expected || performance.now() > until) return wire;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

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

/** How a step ended, as a kind that has a colour, a mark and a word. */
function ending(step) {
  if (step.kind === 'response') return step.type === 'opaque' ? 'opaque' : 'allowed';
  if (step.kind === 'loaded') return ['tainted', 'muted'].includes(step.access) ? 'opaque' : 'allowed';
  return step.kind === 'error' ? 'refused' : step.kind === 'unobserved' ? 'unobserved' : 'unsupported';
}
const VERDICTS = { agrees: '✓', differs: '✕', unknown: '?', unsupported: '?' };
const MARKS = { allowed: '✓', opaque: '◐', refused: '✕', unobserved: '·', unsupported: '?' };

function outcomeBox(step, words) {
  const w = words.scenes;
  const kind = ending(step);
  const mono = (text) => html('span', { class: 'mono line' }, text);
  const details = step.kind === 'response'
    ? [mono(`${w.status} ${step.status} · ${w.type} ${step.type}`), mono(`${w.headers}: ${step.headers.map(([name]) => name).join(', ') || words.none}`), mono(`${w.body}: ${step.body}`)]
    : step.kind === 'loaded' ? [mono(words.verdict.loaded[step.access])] : step.kind === 'error' ? [mono(`${w.exception}: ${step.name}`)] : [];
  return html('div', { class: `outcome-box ${kind}` }, html('b', {}, `${MARKS[kind]} ${w[kind]}`), ...details);
}

function exchange(entry, words) {
  const w = words.scenes;
  return html('details', {}, html('summary', {}, `${entry.method} ${entry.path} → ${entry.status}`),
    html('h4', {}, w.request), headerList(entry.headers, decisiveLines), html('h4', {}, `${w.answer}, ${w.by[entry.answered_by]}`), headerList(entry.response_headers, corsLines));
}

const side = (title, record, words) => html('div', {}, html('h3', {}, title), ...record.steps.map((step) => outcomeBox(step, words)),
  html('h3', {}, words.scenes.seen), ...record.wire.map((entry) => exchange(entry, words)));

const messagesOf = ({ wire, run }) => wire.map((entry) => {
  const host = entry.headers.find(([name]) => name === 'host')?.[1];
  return {
    method: entry.method, url: `http://${host}${entry.path.replace(`/${run}`, '')}`, headers: entry.headers,
    preflight: entry.method === 'OPTIONS' && entry.headers.some(([name]) => name === 'access-control-request-method'),
    answer: { status: entry.status, headers: entry.response_headers.map(([name, value]) => [name, value.replaceAll(run, '…')]) },
  };
});

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
    const draw = () => { if (result.open && !result.failed && !inside.firstChild) tell(inside, scene, result); };
    draw();
  }

  function tell(inside, scene, result) {
    const w = words.scenes;
    const { did, foretold, found, verdict } = result;
    if (verdict === 'differs') inside.append(html('p', {}, found.join('; ')));
    if (result.blocked) inside.append(html('p', { class: 'soft' }, w.thirdParties));
    const frame = html('div', { class: 'frame' });
    inside.append(frame);
    const last = ending(did.steps.at(-1));
    const end = { kind: last, text: w[last] };
    frame.append(diagram({ messages: messagesOf(did), end, title: w.list[scene.id][0], page: scene.sandboxed ? 'null' : words.page, width: Math.max(260, Math.min(frame.clientWidth, 860)), words }));
    if (foretold.console.length) inside.append(html('div', { class: 'console' }, html('b', {}, words.verdict.console), html('pre', { tabindex: '0' }, foretold.console.join('\n').replaceAll(foretold.run, did.run))));
    inside.append(html('div', { class: 'sides' }, side(w.did, did, words), side(w.foretold, foretold, words)));
  }

  async function run(card, scene, open) {
    const start = card.querySelector('button');
    start.disabled = true;
    start.textContent = words.scenes.running;
    const name = `${scene.id}-${Date.now().toString(36)}-${count++}`;
    try {
      const blocked = scene.id === 'cookies' && await blocksThirdParties(scene);
      const answer = await get(`/foretell?scene=${scene.id}&browser=${lab.browser}&third_party_cookies=${!blocked}`);
      const foretold = { run: answer.run, steps: answer.record.steps, console: answer.record.console, wire: answer.wire };
      const steps = await play(scene, name);
      const unsupported = steps.some(({ kind }) => kind === 'unsupported');
      const unknown = foretold.steps.some(({ kind }) => kind === 'unsupported');
      const did = { run: name, steps, wire: await seen(name, unsupported ? 0 : foretold.wire.length) };
      const found = unsupported || unknown ? [] : differences(did, foretold);
      const verdict = unsupported ? 'unsupported' : unknown ? 'unknown' : found.length ? 'differs' : 'agrees';
      results.set(scene.id, { did, foretold, found, verdict, blocked, open });
      await post('/reports', { scene: scene.id, browser: lab.browser, agrees: verdict === 'agrees', verdict, did, foretold, found });
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
      const facts = [[w.thisPage, lab.page], [w.theApi, lab.api], [w.theOther, lab.other], [w.yourBrowser, lab.browser === 'spec' ? w.standard : words.browsers[lab.browser]]];
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
    redraw() { for (const scene of lab.scenes) show(document.getElementById(scene.id), scene); },
  };
}
