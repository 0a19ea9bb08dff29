// The preflight cache with a clock to turn: the engine is told what time it is.

import { newestOnly } from '/ask.js';
import { afterTyping, choice, html } from '/dom.js';

const MOMENTS = [1, 4, 6, 60, 590, 610, 3600, 7100, 7300, 43200, 86300, 86500];
const AGES = ['', '0', '5', '600', '7200', '86400', '604800'];
const judge = newestOnly('/judge');
const state = { moment: 4, age: '600' };

const scenario = () => {
  const url = 'https://api.example/draft';
  const put = { api: 'fetch', url, method: 'PUT', headers: [['X-Token', 'abc']] };
  const age = state.age === '' ? [] : [['Access-Control-Max-Age', state.age]];
  const headers = [['Access-Control-Allow-Origin', 'https://app.example'], ['Access-Control-Allow-Methods', 'PUT'], ['Access-Control-Allow-Headers', 'x-token'], ...age];
  return {
    id: 'clock', page: 'https://app.example', steps: [put, { ...put, wait_ms: MOMENTS[state.moment] * 1000 }],
    server: [{ origin: 'https://api.example', path: '/draft', method: '*', status: 204, headers, body: '' }],
  };
};

function row({ browser, steps: [, second] }, words) {
  const c = words.clock;
  const again = second.messages.some(({ preflight }) => preflight);
  const memory = second.cached.map((entry) => `${[...entry.methods, ...entry.headers].join(', ')}: ${c.forgets(words.verdict.time(entry.seconds_left))}`);
  return html('tr', {}, html('th', { scope: 'row' }, words.browsers[browser]),
    html('td', {}, html('span', { class: `badge ${again ? 'opaque' : 'allowed'}` }, `${again ? '↻' : '✓'} ${again ? c.yes : c.no}`)), html('td', { class: 'mono' }, memory.join('; ') || c.nothing));
}

export function clock(words) {
  const c = words.clock;
  const body = html('tbody');
  const time = html('output', { for: 'clock-time' });
  const turn = async () => {
    time.textContent = words.verdict.time(MOMENTS[state.moment]);
    range.setAttribute('aria-valuetext', time.textContent);
    const judgement = await judge(scenario());
    if (judgement) body.replaceChildren(...judgement.browsers.map((told) => row(told, words)));
  };
  const soon = afterTyping(turn, 40);
  const range = html('input', { type: 'range', id: 'clock-time', min: '0', max: String(MOMENTS.length - 1), value: String(state.moment), oninput: (event) => { state.moment = Number(event.target.value); soon(); } });
  const ages = choice(state.age, AGES.map((age) => [age, age || c.unsaid]), (age) => { state.age = age; turn(); });
  ages.id = 'clock-age';
  turn();
  return html('div', { class: 'clock' }, html('h3', {}, c.heading),
    html('div', { class: 'fields' },
      html('div', { class: 'field' }, html('label', { for: 'clock-age' }, c.maxAge), ages),
      html('div', { class: 'field' }, html('label', { for: 'clock-time' }, c.time, ' ', time), range)),
    html('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': c.heading }, html('table', {}, html('thead', {}, html('tr', {}, ...[c.browser, c.asks, c.memory].map((text) => html('th', { scope: 'col' }, text)))), body)));
}
