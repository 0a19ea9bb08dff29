// The page: scenes as cards, run by a click, shown side by side with what was foretold.

import { diagram } from '/diagram.js';
import { corsLines, decisiveLines, differences, runScene, sourceOf } from '/run.js';
import { languages } from '/words.js';

const html = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) value === true ? node.setAttribute(key, '') : node.setAttribute(key, value);
  node.append(...children);
  return node;
};

const query = new URLSearchParams(location.search);
let words = languages[query.get('lang')] ?? (navigator.language?.startsWith('zh') ? languages['zh-CN'] : languages.en);
const lab = await (await fetch('/scenes.json')).json();
const results = new Map();
let counter = 0;

function outcomeBox(step) {
  if (step.kind === 'response') {
    const headers = step.headers.map(([name]) => name).join(', ') || words.none;
    return html('div', { class: 'outcome-box good' }, html('b', {}, words.readable),
      html('span', { class: 'mono' }, `${words.status} ${step.status} · ${words.type} ${step.type}`), html('br'),
      html('span', { class: 'mono' }, `${words.headers}: ${headers}`), html('br'), html('span', { class: 'mono' }, `${words.body}: ${step.body}`));
  }
  return html('div', { class: 'outcome-box bad' }, html('b', {}, words.refused), html('span', { class: 'mono' }, `${words.exception}: ${step.name}`));
}

function lines(list, key) {
  const keys = new Set(key(list).map(([name]) => name));
  return html('dl', {}, ...list.map(([name, value]) => html('div', keys.has(name) ? { class: 'key' } : {}, html('dt', {}, name), html('dd', {}, value))));
}

function exchange(entry) {
  return html('details', {}, html('summary', {}, `${entry.method} ${entry.path} → ${entry.status}`),
    html('h4', {}, words.request), lines(entry.headers, decisiveLines),
    html('h4', {}, `${words.answer}, ${words.by[entry.answered_by]}`), lines(entry.response_headers, corsLines));
}

const side = (title, record) => html('div', {}, html('h3', {}, title), ...record.steps.map(outcomeBox), html('h3', {}, words.seen), ...record.wire.map(exchange));

function show(card, scene) {
  card.querySelector('.result')?.remove();
  const result = results.get(scene.id);
  if (!result) return;
  const box = html('div', { class: 'result' });
  card.append(box);
  if (result.failed) return void box.append(html('p', { class: 'verdict differs' }, words.failed + result.failed));
  const { did, foretold, found, unknown } = result;
  const verdict = unknown ? 'unknown' : found.length ? 'differs' : 'agrees';
  box.append(html('p', { class: `verdict ${verdict}` }, `${{ agrees: '✓', differs: '✕', unknown: '?' }[verdict]} `, words[verdict] + (verdict === 'differs' ? found.join('; ') : '')));
  const frame = html('div', { class: 'diagram' });
  box.append(frame);
  frame.append(diagram(did, words.scenes[scene.id][0], Math.max(300, Math.min(frame.clientWidth, 860)), words));
  if (foretold.console.length) box.append(html('p', { class: 'reason' }, html('strong', {}, words.consoleSays), html('code', {}, foretold.console.join('\n').replaceAll(foretold.run, did.run))));
  box.append(html('div', { class: 'sides' }, side(words.did, did), side(words.foretold, foretold)));
}

async function run(card, scene) {
  const button = card.querySelector('button');
  button.disabled = true;
  button.textContent = words.running;
  const name = `${scene.id}-${Date.now().toString(36)}-${counter++}`;
  try {
    const did = await runScene(scene, name);
    const answer = await fetch(`/foretell?scene=${scene.id}&browser=${lab.browser}`);
    if (!answer.ok) throw new Error(await answer.text());
    const { run, record, wire } = await answer.json();
    const foretold = { run, steps: record.steps, console: record.console, wire };
    const unknown = record.steps.some((step) => step.kind === 'unsupported');
    const found = unknown ? [] : differences(did, foretold);
    results.set(scene.id, { did, foretold, found, unknown });
    await fetch('/reports', {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scene: scene.id, browser: lab.browser, agrees: !unknown && !found.length, did, foretold, found }),
    });
  } catch (error) {
    results.set(scene.id, { failed: String(error.message ?? error) });
  }
  button.disabled = false;
  button.textContent = words.again;
  show(card, scene);
  summarise();
}

function summarise() {
  const done = [...results.values()];
  document.querySelector('#summary').textContent = done.length ? words.summary(done.filter((r) => r.found?.length === 0 && !r.unknown).length, done.length) : '';
}

function draw() {
  document.documentElement.lang = words.code;
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = words[node.dataset.word];
  const language = document.querySelector('#language');
  language.textContent = words.other;
  language.lang = words.otherCode;
  document.querySelector('#page-origin').textContent = lab.page;
  document.querySelector('#api-origin').textContent = lab.api;
  document.querySelector('#browser').textContent = words.browsers[lab.browser];
  document.querySelector('#scenes').replaceChildren(...lab.scenes.map((scene, index) => {
    const [title, explanation] = words.scenes[scene.id];
    const button = html('button', { type: 'button', 'aria-describedby': `title-${scene.id}` }, results.has(scene.id) ? words.again : words.run);
    const card = html('section', { class: 'scene', id: scene.id, 'aria-labelledby': `title-${scene.id}` },
      html('header', {}, html('h2', { id: `title-${scene.id}` }, html('span', { class: 'number' }, String(index + 1)), title), button, html('p', { class: 'explain' }, explanation)),
      html('pre', { class: 'source', tabindex: '0', role: 'region', 'aria-label': `fetch: ${title}` }, sourceOf(scene)));
    button.addEventListener('click', () => run(card, scene));
    return card;
  }));
  for (const scene of lab.scenes) show(document.getElementById(scene.id), scene);
  summarise();
}

async function runAll() {
  const button = document.querySelector('#run-all');
  button.disabled = true;
  for (const scene of lab.scenes) await run(document.getElementById(scene.id), scene);
  button.disabled = false;
}

draw();
document.querySelector('#language').addEventListener('click', () => { words = languages[words.otherCode]; draw(); });
document.querySelector('#run-all').addEventListener('click', runAll);
let resizing;
addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(() => lab.scenes.forEach((scene) => show(document.getElementById(scene.id), scene)), 120); });
if (query.get('run') === 'all') await runAll();
