// The form for what a page asks.

import { choice, field, checkbox, html, input, textarea, button } from '/dom.js';

/** What each API lets a page say. */
const SAYS = {
  fetch: ['method', 'headers', 'credentials', 'mode', 'redirect', 'body'],
  xhr: ['method', 'headers', 'withCredentials', 'upload', 'body'],
  img: ['crossorigin'], webgl: ['crossorigin'], style: ['crossorigin'], script: ['crossorigin', 'module'], shape: [],
  font: [], eventsource: ['withCredentials'], beacon: ['body'],
};

/** The file that an element needs, as scenarios name it. */
const FILES = { img: '@png', webgl: '@png', shape: '@png', font: '@font', script: '@script', style: '@css', eventsource: '@events' };

export const linesOf = (headers) => (headers ?? []).map(([name, value]) => `${name}: ${value}`).join('\n');

/** Header lines of a text; what has no colon is a name with an empty value. */
export const headersOf = (text) => text.split('\n').filter((line) => line.trim()).map((line) => {
  const at = line.indexOf(':');
  return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
});

export const placeOf = (url) => { try { const { origin, pathname } = new URL(url); return { origin, path: pathname }; } catch { return null; } };

/** Says, or leaves out what says nothing. */
const say = (step, key, value) => { if (value === '' || value === false || value === undefined) delete step[key]; else step[key] = value; };

/** Answers follow the URL that they are for. */
function moveUrl(scenario, step, url) {
  const [before, after] = [placeOf(step.url), placeOf(url)];
  step.url = url;
  if (!before || !after || scenario.steps.some((other) => other !== step && other.url && placeOf(other.url)?.path === before.path)) return;
  for (const rule of scenario.server) if (rule.origin === before.origin && rule.path === before.path) Object.assign(rule, after);
}

function changeApi(scenario, step, api) {
  const place = placeOf(step.url);
  for (const rule of scenario.server) {
    const isFile = rule.body?.startsWith('@');
    if (rule.origin === place?.origin && rule.path === place.path && rule.method !== 'OPTIONS' && (isFile || !rule.body)) rule.body = FILES[api] ?? '';
  }
  for (const key of Object.keys(step)) if (!['url', 'wait_ms'].includes(key)) delete step[key];
  step.api = api;
}

/** `on.typed` after a value changed, `on.moved` after answers did as well, `on.rebuilt` after the form itself must change. */
function stepForm(scenario, step, index, words, on) {
  const w = words.ask;
  const can = (key) => SAYS[step.api]?.includes(key);
  const typed = (key) => (value) => { say(step, key, value); on.typed(); };
  const pairs = (texts, values) => values.map((value) => [value, value === '' ? texts : value]);
  const fields = [];
  if (index > 0) {
    fields.push(field(w.wait, input(String((step.wait_ms ?? 0) / 1000), (value) => { say(step, 'wait_ms', Math.min(Math.max(0, Math.round(Number(value) * 1000) || 0), 1e12) || ''); on.typed(); }, { type: 'number', min: '0', step: 'any' })));
  }
  fields.push(field(w.api, choice(step.api, Object.entries(w.apis), (api) => { changeApi(scenario, step, api); on.rebuilt(); })));
  if (can('method')) fields.push(field(w.method, input(step.method ?? 'GET', typed('method'), { list: 'methods' })));
  fields.push(field(w.url, input(step.url, (url) => { moveUrl(scenario, step, url); on.moved(); }, { type: 'url', inputmode: 'url' }), { wide: true }));
  if (can('headers')) fields.push(field(w.headers, textarea(linesOf(step.headers), (text) => { const lines = headersOf(text); say(step, 'headers', lines.length ? lines : ''); on.typed(); }, { rows: '2' }), { wide: true, help: w.headersHelp }));
  if (can('credentials')) fields.push(field(w.credentials, choice(step.credentials ?? '', pairs(w.unsaid.credentials, ['', 'omit', 'same-origin', 'include']), typed('credentials'))));
  if (can('mode')) fields.push(field(w.mode, choice(step.mode ?? '', pairs(w.unsaid.mode, ['', 'cors', 'no-cors', 'same-origin']), typed('mode'))));
  if (can('redirect')) fields.push(field(w.redirect, choice(step.redirect ?? '', pairs(w.unsaid.redirect, ['', 'follow', 'error', 'manual']), typed('redirect'))));
  if (can('crossorigin')) fields.push(field(w.crossorigin, choice(step.crossorigin ?? '', pairs(w.unsaid.crossorigin, ['', 'anonymous', 'use-credentials']), typed('crossorigin'))));
  if (can('body')) fields.push(field(w.body, choice(step.body?.kind ?? 'none', Object.entries(w.bodies), (kind) => { say(step, 'body', kind === 'none' ? '' : { kind, value: step.body?.value ?? '' }); on.rebuilt(); })));
  if (can('body') && step.body?.kind === 'blob') fields.push(field(w.bodyType, input(step.body.type ?? '', (type) => { say(step.body, 'type', type); on.typed(); })));
  if (can('body') && step.body) fields.push(field(w.bodyValue, textarea(step.body.value, (value) => { step.body.value = value; on.typed(); }, { rows: '2' }), { wide: true }));
  const checks = [];
  if (can('withCredentials')) checks.push(checkbox(w.withCredentials, step.credentials === 'include', (checked) => typed('credentials')(checked ? 'include' : '')));
  if (can('upload')) checks.push(checkbox(w.upload, step.upload_listener === true, typed('upload_listener')));
  if (can('module')) checks.push(checkbox(w.module, step.module === true, typed('module')));
  if (checks.length) fields.push(html('div', { class: 'checks wide' }, ...checks));
  return html('div', { class: 'fields' }, ...fields);
}

/** The whole form: the page, and each of its requests. */
export function requestForm(scenario, words, on) {
  const w = words.ask;
  const remove = (index) => button(words.remove, () => { scenario.steps.splice(index, 1); on.rebuilt(); }, { class: 'quiet' });
  const add = button(`+ ${w.addRequest}`, () => { scenario.steps.push(structuredClone(scenario.steps.at(-1))); on.rebuilt(); }, { class: 'quiet' });
  return [
    html('datalist', { id: 'methods' }, ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => html('option', { value }))),
    html('datalist', { id: 'pages' }, ...['https://app.example', 'http://localhost:3000', 'null'].map((value) => html('option', { value }))),
    html('div', { class: 'fields' }, field(w.pageOrigin, input(scenario.page, (value) => { scenario.page = value.trim(); on.typed(); }, { list: 'pages', id: 'page' }), { wide: true, help: w.pageHelp })),
    ...scenario.steps.flatMap((step, index) => [
      index > 0 && html('h4', { class: 'row' }, w.second(index + 1), remove(index)),
      stepForm(scenario, step, index, words, on),
    ]).filter(Boolean),
    scenario.steps.length < 4 && add,
  ].filter(Boolean);
}
