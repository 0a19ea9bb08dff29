// A run as the page shows it: what script saw, and what the server did.

import { corsLines, decisiveLines } from '/compare.js';
import { diagram } from '/diagram.js';
import { html } from '/dom.js';
import { headerList } from '/verdicts.js';

/** How a step ended, as a kind that has a colour, a mark and a word. */
function ending(step) {
  if (step.kind === 'response') return step.type === 'opaque' ? 'opaque' : 'allowed';
  if (step.kind === 'loaded') return ['tainted', 'muted'].includes(step.access) ? 'opaque' : 'allowed';
  return step.kind === 'error' ? 'refused' : step.kind === 'unobserved' ? 'unobserved' : 'unsupported';
}
export const VERDICTS = { agrees: '✓', differs: '✕', unknown: '?', unsupported: '?' };
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

/** All of a run: what the browser did beside what was predicted. `inside` is in the page already, and so has a width. */
export function tellRun(inside, { did, predicted, found, verdict, blocked }, title, page, words) {
  const w = words.scenes;
  if (verdict === 'differs') inside.append(html('p', {}, found.join('; ')));
  if (blocked) inside.append(html('p', { class: 'soft' }, w.thirdParties));
  const frame = html('div', { class: 'frame' });
  inside.append(frame);
  const last = ending(did.steps.at(-1));
  const end = { kind: last, text: w[last] };
  if (did.wire.length) frame.append(diagram({ messages: messagesOf(did), end, title, page, width: Math.max(260, Math.min(frame.clientWidth, 860)), words }));
  if (predicted.console.length) inside.append(html('div', { class: 'console' }, html('b', {}, words.verdict.console), html('pre', { tabindex: '0' }, predicted.console.join('\n').replaceAll(predicted.run, did.run))));
  inside.append(html('div', { class: 'sides' }, side(w.did, did, words), side(w.predicted, predicted, words)));
}
