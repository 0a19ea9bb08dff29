// Every browser's verdict, and one browser's view in full.

import { corsLines, decisiveLines } from '/compare.js';
import { diagram } from '/diagram.js';
import { button, html } from '/dom.js';
import { serverFix } from '/server-fix.js';

const MARKS = { allowed: '✓', opaque: '◐', refused: '✕', unusable: '○', unknown: '?' };
const WORST = ['refused', 'unknown', 'unusable', 'opaque', 'allowed'];

/** Of several steps the worst counts. */
export const overall = (told) => WORST.find((verdict) => told.steps.some((step) => step.verdict === verdict)) ?? 'unknown';

export const badge = (verdict, text) => html('span', { class: `badge ${verdict}` }, html('span', { 'aria-hidden': 'true' }, MARKS[verdict]), ` ${text}`);

/** One sentence for all four. */
export function sentence(browsers, words) {
  const verdicts = browsers.map((told) => [words.browsers[told.browser], overall(told)]);
  const [first] = verdicts.map(([, verdict]) => verdict);
  if (verdicts.every(([, verdict]) => verdict === first)) return words.verdict.all[first];
  const kinds = [...new Set(verdicts.map(([, verdict]) => verdict))];
  return words.verdict.differ(kinds.map((kind) => [words.verdict[kind], verdicts.filter(([, verdict]) => verdict === kind).map(([name]) => name)]));
}

export function inWords(seen, words) {
  const w = words.verdict;
  if (seen.kind === 'response') {
    if (seen.type === 'opaque') return w.opaqueResponse;
    if (seen.type === 'opaqueredirect') return w.opaqueRedirect;
    return w.reads(seen.status, seen.headers.map(([name]) => name).join(', ') || words.none);
  }
  if (seen.kind === 'loaded') return w.loaded[seen.access];
  if (seen.kind === 'error') return w.error(seen.name);
  return w[seen.kind] ?? w.unsupported;
}

/** All header lines, those that CORS is about set apart. */
export function headerList(lines, keys) {
  const important = new Set(keys(lines).map(([name]) => name));
  if (!lines.length) return html('p', { class: 'soft' }, '—');
  return html('dl', {}, ...lines.map(([name, value]) => html('div', important.has(name) ? { class: 'key' } : {}, html('dt', {}, name), html('dd', {}, value))));
}

function howFar(step, words) {
  const w = words.verdict;
  if (step.verdict !== 'refused') return null;
  if (!step.messages.length) return w.nothing;
  return step.messages.every((message) => message.preflight) ? w.onlyPreflight : w.reached;
}

function rule(refused, words, apply, patch) {
  const w = words.verdict;
  const [what, why] = words.rules?.[refused.rule] ?? [refused.what, refused.why];
  const link = (href, text) => html('a', { href, target: '_blank', rel: 'noreferrer' }, text);
  const fix = refused.missing;
  const lines = fix && [fix.status && w.fixStatus(fix.status), ...fix.headers.map(([name, value]) => `${name}: ${value}`)].filter(Boolean);
  return html('div', { class: 'why' },
    html('p', { class: 'what' }, what[0].toUpperCase() + what.slice(1), words.code === 'en' ? '.' : ''),
    refused.seen && html('p', {}, html('b', {}, `${w.seen}: `), refused.seen),
    html('p', {}, html('b', {}, `${w.why}: `), why),
    html('p', { class: 'soft' }, `${w.rule} `, html('a', { href: `${words.docs}rule/${refused.rule}.html` }, html('code', {}, refused.rule)), ' · ', link(refused.spec, w.spec), ...(refused.mdn ? [' · ', link(refused.mdn, w.mdn)] : []), ...(refused.chromium ? [' · ', html('code', {}, refused.chromium)] : [])),
    fix ? html('div', { class: 'fix' }, html('b', {}, w.fix), html('pre', { tabindex: '0' }, lines.join('\n')), button(w.apply, () => apply(fix), { class: 'primary apply' }), patch()) : html('p', { class: 'soft' }, w.noFix));
}

function remembered(step, words) {
  if (!step.cached.length) return null;
  const w = words.verdict;
  const line = (entry) => `${entry.url} · ${[...entry.methods, ...entry.headers].join(', ') || '—'}${entry.credentials ? ` · ${w.withCredentials}` : ''} · ${w.left(w.time(entry.seconds_left))}`;
  return html('details', {}, html('summary', {}, `${w.remembered} (${step.cached.length})`), html('ul', {}, ...step.cached.map((entry) => html('li', { class: 'mono' }, line(entry)))));
}

const asked = (step) => `${step.method ?? 'GET'} ${step.url}`;

function stepView(told, index, browser, scenario, words, width, apply) {
  const w = words.verdict;
  const step = scenario.steps[index];
  const end = { kind: told.verdict, text: w.ends[told.verdict] };
  const wasAsked = index > 0 && told.messages.length && !told.messages.some((message) => message.preflight) && scenario.steps.length > 1;
  const far = howFar(told, words);
  return html('section', { class: 'told' },
    scenario.steps.length > 1 && html('h4', {}, w.step(index + 1)),
    html('p', { class: 'headline' }, badge(told.verdict, w[told.verdict]), far && html('span', { class: 'soft' }, ` ${far}`), wasAsked && told.verdict !== 'refused' && html('span', { class: 'soft' }, ` ${w.fromCache}`)),
    told.not_sent && html('p', { class: 'why' }, told.not_sent),
    told.refused && rule(told.refused, words, apply, () => serverFix(scenario, browser, index, words)),
    told.messages.length > 0 && html('div', { class: 'frame' }, diagram({ messages: told.messages, end, title: asked(step), page: scenario.page, width, words })),
    html('p', {}, html('b', {}, `${w.script}: `), inWords(told.seen, words)),
    html('div', { class: 'console' }, html('b', {}, w.console), told.console.length ? html('pre', { tabindex: '0' }, told.console.join('\n')) : html('p', { class: 'soft' }, w.noConsole)),
    told.messages.length > 0 && html('details', {}, html('summary', {}, w.headers), ...told.messages.flatMap((message) => [
      html('h5', {}, `${message.method} ${message.url}`), headerList(message.headers, decisiveLines),
      html('h5', {}, `← ${message.answer?.status ?? w.noAnswer}`), message.answer && headerList(message.answer.headers, corsLines)]).filter(Boolean)),
    remembered(told, words));
}

/** The four cards, a radio button each, and the notes. */
export function cards(browsers, chosen, choose, words) {
  return browsers.map((told) => {
    const verdict = overall(told);
    return html('label', { class: `card ${verdict}` },
      html('input', { type: 'radio', name: 'browser', value: told.browser, checked: told.browser === chosen, onchange: () => choose(told.browser) }),
      html('span', { class: 'name' }, words.browsers[told.browser]), badge(verdict, words.verdict[verdict]));
  });
}

export const view = (told, scenario, words, width, apply) => told.steps.map((step, index) => stepView(step, index, told.browser, scenario, words, width, apply));

export const notes = (found, words) => found.length === 0 ? [] : [html('h4', {}, words.notes.heading), html('ul', {}, ...found.map((one) => note(one, words)))];

function note(one, words) {
  const what = words.checks?.[one.check] ?? one.what;
  const name = html('a', { href: `${words.docs}check/${one.check}.html` }, html('code', {}, one.check));
  return html('li', {}, what[0].toUpperCase() + what.slice(1), words.code === 'en' ? `; ${one.why}. ` : '。', name, ...one.evidence.slice(0, 3).map((text) => html('div', { class: 'soft' }, text)));
}
