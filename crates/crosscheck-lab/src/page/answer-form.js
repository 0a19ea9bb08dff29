// The form for what the servers answer: a card for each URL, in it an answer for each method.

import { button, field, html, input, textarea } from '/dom.js';
import { headersOf, linesOf, placeOf } from '/request-form.js';

/** Headers that are often wanted, with values that fit the request. */
function suggestions(scenario, rule) {
  const step = scenario.steps[0];
  const names = (step.headers ?? []).map(([name]) => name.toLowerCase()).join(', ');
  const page = scenario.page || '*';
  const lines = [`Access-Control-Allow-Origin: ${page}`, 'Access-Control-Allow-Origin: *', 'Vary: Origin', 'Access-Control-Allow-Credentials: true'];
  if (rule.method === 'OPTIONS' || rule.method === '*') {
    lines.push(`Access-Control-Allow-Methods: ${step.method ?? 'GET'}`, `Access-Control-Allow-Headers: ${names || 'content-type'}`, 'Access-Control-Max-Age: 600');
  }
  if (rule.method !== 'OPTIONS') lines.push('Access-Control-Expose-Headers: X-Request-Id', 'Location: https://other.example/', 'Set-Cookie: session=1; SameSite=None; Secure');
  return lines;
}

function answer(scenario, rule, alone, words, on) {
  const w = words.ask;
  const title = rule.method === 'OPTIONS' ? w.toPreflight : rule.method === '*' ? (alone ? w.toAll : w.toAny) : w.toMethod(rule.method);
  const status = input(String(rule.status), (value) => { const number = Number(value); if (number >= 100 && number <= 999) { rule.status = Math.trunc(number); on.typed(); } }, { type: 'number', min: '100', max: '999', 'aria-label': `${w.status}, ${title}` });
  const headers = textarea(linesOf(rule.headers), (text) => { rule.headers = headersOf(text); on.typed(); }, { rows: '3', 'aria-label': `${w.headers}, ${title}`, placeholder: words.none });
  const add = html('select', { class: 'add', 'aria-label': `${w.addHeader} ${title}`, onchange: (event) => { rule.headers = [...headersOf(linesOf(rule.headers)), ...headersOf(event.target.value)]; on.moved(); } },
    html('option', { value: '' }, w.addHeader), ...suggestions(scenario, rule).map((line) => html('option', { value: line }, line)));
  const remove = button('✕', () => { scenario.server.splice(scenario.server.indexOf(rule), 1); on.moved(); }, { class: 'quiet icon', 'aria-label': `${words.remove}: ${title}` });
  return html('div', { class: `answer${rule.method === 'OPTIONS' ? ' preflight' : ''}` },
    html('div', { class: 'row' }, html('strong', {}, title), html('span', { class: 'row' }, html('span', { class: 'status' }, w.status, ' ', status), remove)), headers, add);
}

/** Rules of one URL, in order. */
function groups(server) {
  const found = new Map();
  for (const rule of server) {
    const url = rule.origin + rule.path;
    found.set(url, [...(found.get(url) ?? []), rule]);
  }
  return [...found];
}

const bare = (place, method, status) => ({ ...place, method, status, headers: [], body: '' });

/** `unanswered` are URLs that were asked and have no answer yet. */
export function answerForm(scenario, unanswered, words, on) {
  const w = words.ask;
  const cards = groups(scenario.server).map(([url, rules]) => {
    const address = input(url, (value) => { const place = placeOf(value); if (place) { for (const rule of rules) Object.assign(rule, place); on.typed(); } }, { type: 'url', inputmode: 'url' });
    const apart = !rules.some((rule) => rule.method === 'OPTIONS') && button(`+ ${w.addPreflight}`, () => { scenario.server.unshift({ ...bare(placeOf(url) ?? {}, 'OPTIONS', 204), headers: structuredClone(rules[0].headers) }); on.moved(); }, { class: 'quiet' });
    return html('div', { class: 'answers' }, field(w.answerFor, address, { wide: true }), ...rules.map((rule) => answer(scenario, rule, rules.length === 1, words, on)), apart);
  });
  const add = (url) => { const place = placeOf(url); if (place) scenario.server.push(bare(place, '*', 200)); on.moved(); };
  const next = `${placeOf(scenario.steps[0].url)?.origin ?? 'https://api.example'}/other`;
  return [...cards, html('div', { class: 'row start' },
    ...unanswered.slice(0, 3).map((url) => button(`+ ${w.unanswered(url)}`, () => add(url), { class: 'quiet' })),
    button(`+ ${w.addUrl}`, () => add(next), { class: 'quiet' })), html('small', {}, w.locationHelp)];
}
