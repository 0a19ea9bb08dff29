// Every browser's verdict, and one browser's view in full.

import { fixesFor, shownDifference } from '/apply-fix.js';
import { corsLines, decisiveLines } from '/compare.js';
import { diagram } from '/diagram.js';
import { button, html, prose, said, wrong } from '/dom.js';
import { serverFix } from '/server-fix.js';

const MARKS = { allowed: '✓', opaque: '◐', refused: '✕', unusable: '○', unknown: '?' };
const WORST = ['refused', 'unknown', 'unusable', 'opaque', 'allowed'];

/** Of several steps the worst counts. */
export const overall = (told) => WORST.find((verdict) => told.steps.some((step) => step.verdict === verdict)) ?? 'unknown';

export const badge = (verdict, text) => html('span', { class: `badge ${verdict}` }, html('span', { 'aria-hidden': 'true' }, MARKS[verdict]), ` ${text}`);

/** Whether it does not end alike in all of them. */
export const differ = (browsers) => new Set(browsers.map(overall)).size > 1;

/** One sentence for all four. */
export function sentence(browsers, words) {
  const verdicts = browsers.map((told) => [words.browsers[told.browser], overall(told)]);
  const [[, first]] = verdicts;
  if (!differ(browsers)) return words.verdict.all[first];
  const kinds = [...new Set(verdicts.map(([, verdict]) => verdict))];
  return words.verdict.differ(kinds.map((kind) => [words.verdict[kind], verdicts.filter(([, verdict]) => verdict === kind).map(([name]) => name)]));
}

const stopped = (text, words) => text[0].toUpperCase() + text.slice(1) + (/[.。]$/.test(text) ? '' : words.code === 'en' ? '.' : '。');

/** A rule's reason, as a sentence; without the marks of code, which a heading needs not. */
const reason = (refused, words) => stopped((words.rules?.[refused.rule]?.[0] ?? refused.what).replaceAll('`', ''), words);

/** What comes first: the reason of a refusal, else how it ends; of a server that was not asked, what would be. */
export const headline = (browsers, told, words, isGuess) => (isGuess ? words.verdict.guess(ending(browsers, told, words)) : ending(browsers, told, words));

function ending(browsers, told, words) {
  const at = told.steps.findIndex((step) => step.refused);
  if (differ(browsers) || overall(told) !== 'refused' || at < 0) return sentence(browsers, words);
  const text = reason(told.steps[at].refused, words);
  return told.steps.length > 1 ? words.verdict.ofStep(at + 1, text) : text;
}

/** What of a case will not do what it seems to say. */
export const warnings = (found, words) => found.map(({ place, message, chinese }) => html('li', {}, html('code', {}, place), ': ', ...prose(words.code === 'en' ? message : chinese)));

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

/** What was seen, piece by piece where there are no words for the whole. */
function seenInWords(refused, words) {
  if (words.code === 'en' || !refused.seen) return refused.seen;
  const { status, value, method, header_names: names } = refused.evidence;
  const v = words.verdict;
  const parts = [status && `${v.status} ${status}`, value && `${v.value} ${value}`, method && `${v.method} ${method}`, names.length > 0 && names.join(', ')];
  return parts.filter(Boolean).join('；') || null;
}

/** A button that asks the real server, and what it says if that fails. */
function askAgain(on, words) {
  const told = html('p', { class: 'told-of bad', role: 'status' });
  const ask = button(on.isLive ? words.verdict.again : words.verdict.askServer, async () => {
    ask.disabled = true;
    told.textContent = words.verdict.asking;
    try { await on.again(); } catch (error) { told.replaceChildren(...wrong(error)); }
    ask.disabled = false;
  }, { class: 'again' });
  return [ask, told];
}

const link = (href, text) => html('a', { href, target: '_blank', rel: 'noreferrer' }, text);

/** What the server would have to say, as the difference to what it says; and what else helps. */
function remedy(told, scenario, words, on, patch) {
  const w = words.verdict;
  const { refused } = told;
  const fixes = fixesFor(told, scenario);
  const advice = words.code === 'en' ? [refused.server, ...refused.page] : told.advice_in_chinese ?? [];
  const [ask, answer] = on.again ? askAgain(on, words) : [];
  const isFixed = fixes.length > 0;
  return html('div', { class: 'fix' },
    !isFixed && html('h4', {}, w.noFix),
    ...fixes.flatMap((fix) => [html('h4', {}, w.fix(fix.method === 'OPTIONS' ? w.preflight : fix.method)), shownDifference(scenario, fix)]),
    ...advice.filter(Boolean).map((text) => html('p', {}, ...prose(stopped(text, words)))),
    html('div', { class: 'row start' }, isFixed && button(w.apply, () => on.apply(fixes), { class: 'primary apply' }), ask), answer,
    isFixed && patch());
}

function rule(told, scenario, words, on, patch) {
  const { refused } = told;
  const w = words.verdict;
  const what = reason(refused, words);
  const seen = seenInWords(refused, words);
  return html('div', { class: 'why' },
    what !== on.text && html('p', { class: 'what' }, what),
    seen && html('p', { class: 'seen' }, html('b', {}, `${on.isAssumed ? w.assumed : w.seen}: `), ...prose(seen)),
    html('p', {}, html('b', {}, `${w.why}: `), ...prose(words.rules?.[refused.rule]?.[1] ?? refused.why)),
    remedy(told, scenario, words, on, patch),
    html('p', { class: 'soft' }, `${w.rule} `, html('a', { href: `${words.docs}rule/${refused.rule}.html` }, html('code', { class: 'rule' }, refused.rule)), ' · ', link(refused.spec, w.spec), ...(refused.mdn ? [' · ', link(refused.mdn, w.mdn)] : []), ...(refused.chromium ? [' · ', html('code', {}, refused.chromium)] : [])));
}

function remembered(step, words) {
  if (!step.cached.length) return null;
  const w = words.verdict;
  const line = (entry) => `${entry.url} · ${[...entry.methods, ...entry.headers].join(', ') || '—'}${entry.credentials ? ` · ${w.withCredentials}` : ''} · ${w.left(w.time(entry.seconds_left))}`;
  return html('details', {}, html('summary', {}, `${w.remembered} (${step.cached.length})`), html('ul', {}, ...step.cached.map((entry) => html('li', { class: 'mono' }, line(entry)))));
}

const asked = (step) => `${step.method ?? 'GET'} ${step.url}`;

function stepView(told, index, browser, scenario, words, width, on) {
  const w = words.verdict;
  const step = scenario.steps[index];
  const end = { kind: told.verdict, text: w.ends[told.verdict] };
  const wasAsked = index > 0 && told.messages.length && !told.messages.some((message) => message.preflight) && told.cached.length > 0;
  const far = howFar(told, words);
  return html('section', { class: 'told' },
    scenario.steps.length > 1 && html('h4', {}, w.step(index + 1)),
    html('p', { class: 'headline' }, badge(told.verdict, on.isGuess ? w.wouldBe[told.verdict] : w[told.verdict]), far && !on.isGuess && html('span', { class: 'soft' }, ` ${far}`), wasAsked && told.verdict !== 'refused' && html('span', { class: 'soft' }, ` ${w.fromCache}`)),
    told.not_sent && html('p', { class: 'why' }, ...prose(words.code === 'en' ? told.not_sent : told.not_sent_in_chinese)),
    told.refused && rule(told, scenario, words, on, () => serverFix(scenario, browser, index, words)),
    told.messages.length > 0 && html('div', { class: 'frame' }, diagram({ messages: told.messages, end, title: asked(step), page: scenario.page, width, words })),
    html('p', {}, html('b', {}, `${w.script}: `), inWords(told.seen, words)),
    html('div', { class: 'console' }, html('b', {}, w.console), told.console.length ? html('pre', { tabindex: '0' }, told.console.join('\n')) : html('p', { class: 'soft' }, w.noConsole)),
    told.messages.length > 0 && html('details', {}, html('summary', {}, w.headers), ...told.messages.flatMap((message) => [
      html('h5', {}, `${message.method} ${message.url}`), headerList(message.headers, decisiveLines),
      html('h5', {}, `← ${message.answer?.status ?? w.noAnswer}`), message.answer && headerList(message.answer.headers, corsLines)]).filter(Boolean)),
    remembered(told, words));
}

/** The four cards, a radio button each, and the notes. */
export function cards(browsers, chosen, choose, words, isGuess) {
  return browsers.map((told) => {
    const verdict = overall(told);
    return html('label', { class: `card ${verdict}` },
      html('input', { type: 'radio', name: 'browser', value: told.browser, checked: told.browser === chosen, onchange: () => choose(told.browser) }),
      html('span', { class: 'name' }, words.browsers[told.browser]), badge(verdict, isGuess ? words.verdict.wouldBe[verdict] : words.verdict[verdict]));
  });
}

export const view = (told, scenario, words, width, on) => told.steps.map((step, index) => stepView(step, index, told.browser, scenario, words, width, on));

export const notes = (found, words) => found.length === 0 ? [] : [html('h4', {}, words.notes.heading), html('ul', {}, ...found.map((one) => note(one, words)))];

function note(one, words) {
  const [what, why] = words.checks?.[one.check] ?? [one.what, one.why];
  const name = html('a', { href: `${words.docs}check/${one.check}.html` }, html('code', {}, one.check));
  return html('li', {}, ...prose(stopped([what, why].filter(Boolean).join(words.code === 'en' ? '; ' : '；'), words)), ' ', name, ...one.evidence.slice(0, 3).map((told) => html('div', { class: 'soft' }, ...said(told, words))));
}
