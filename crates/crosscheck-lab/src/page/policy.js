// The policy editor: findings as you type, and who may read what.

import { newestOnly } from '/ask.js';
import { afterTyping, html, prose, said, textarea, field } from '/dom.js';

const review = newestOnly('/policy');
const $ = (id) => document.getElementById(id);
const MARKS = { error: '✕', warning: '!', note: 'i' };
const linesOf = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

const START = `[cors]
origins = [
  "https://app.example.com",
  "https://*.preview.example.com",
]
methods = ["PUT", "DELETE"]
request_headers = ["content-type", "authorization"]
max_age = 600

[[cors.rules]]
paths = ["/account"]
origins = ["https://app.example.com"]
credentials = true

[[cors.rules]]
paths = ["/public"]
origins = ["*"]

[[assert]]
name = "accounts are for the app alone"
outside = ["https://app.example.com"]
never = ["read with credentials"]
`;

/** A finding; a click goes to its place. */
function finding(found, words, go) {
  const p = words.policy;
  const place = html('button', { type: 'button', class: 'place', onclick: () => go(found) }, p.at(found.line, found.column));
  const known = words.findings?.[found.name];
  return html('li', { class: `finding ${found.severity}` }, html('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[found.severity]),
    html('div', {}, html('p', {}, html('b', {}, `${p.severity[found.severity]}: `), html('code', {}, found.name), ' ', place), known && html('p', {}, ...prose(known)), html('p', {}, ...said(found, words))));
}

function cell(access, path, words) {
  const p = words.policy;
  const badge = html('span', { class: `badge ${access.allowed ? 'allowed' : 'refused'}` }, `${access.allowed ? '✓' : '✕'} ${access.allowed ? p.reads : p.refused}${access.allowed && access.credentials ? `, ${p.credentials}` : ''}`);
  const facts = access.allowed
    ? [[p.methods, access.methods.join(', ')], [p.headers, access.headers.join(', ')], [p.exposed, access.exposed], [p.maxAge, access.max_age && words.verdict.time(Number(access.max_age))]]
    : [[p.nearest, access.nearest && html('span', {}, ...said(access.nearest, words))]];
  const lines = facts.filter(([, value]) => value).map(([name, value]) => html('div', {}, html('dt', {}, name), html('dd', {}, value)));
  return html('td', { 'data-path': path }, badge, html('details', {}, html('summary', {}, p.explain), html('ul', {}, ...access.steps.map((step) => html('li', {}, ...said(step, words)))),
    lines.length > 0 && html('dl', {}, ...lines), access.change && html('p', {}, p.change(access.change[1], access.change[0]))));
}

function table(reviewed, words) {
  const p = words.policy;
  const head = html('thead', {}, html('tr', {}, html('th', { scope: 'col' }, p.origin), ...reviewed.paths.map((path) => html('th', { scope: 'col' }, html('code', {}, path)))));
  const rows = reviewed.origins.map((origin, index) => html('tr', {}, html('th', { scope: 'row' }, html('code', {}, origin)), ...reviewed.table[index].map((access, at) => cell(access, reviewed.paths[at], words))));
  return html('table', {}, head, html('tbody', {}, ...rows));
}

/** What the file asserts: proven, or what breaks it. */
function asserted({ name, sentence, holds, examples }, words) {
  const p = words.policy;
  const [kind, mark, text] = holds === null ? ['unusable', '?', p.undecided] : holds ? ['allowed', '✓', p.holds] : ['refused', '✕', p.broken];
  return html('li', {}, html('span', { class: `badge ${kind}` }, `${mark} ${text}`), ' ', name && html('b', {}, name), name ? ': ' : '', ...said(sentence, words),
    examples.length > 0 && html('ul', {}, ...examples.map((example) => html('li', {}, ...said(example, words)))));
}

export function policyEditor() {
  let words;
  let reviewed = null;
  let reason = null;
  let failed = null;
  const given = { toml: START, origins: '', paths: '' };

  const go = ({ start, end }) => {
    const area = $('toml');
    area.focus();
    area.setSelectionRange(start, Math.max(end, start));
    const line = area.value.slice(0, start).split('\n').length - 1;
    area.scrollTop = Math.max(0, (line - 3) * parseFloat(getComputedStyle(area).lineHeight));
  };

  const drawResult = () => {
    if (failed) { $('policy-state').className = 'badge refused'; $('policy-state').textContent = failed.message; return; }
    if (!reviewed) return;
    const p = words.policy;
    const count = (severity) => reviewed.findings.filter((found) => found.severity === severity).length;
    const counts = p.counts(count('error'), count('warning'), count('note'));
    $('policy-state').className = `badge ${reviewed.valid ? 'allowed' : 'refused'}`;
    $('policy-state').textContent = `${reviewed.valid ? '✓' : '✕'} ${reviewed.valid ? p.valid : p.invalid}${counts ? ` · ${counts}` : ''}`;
    $('findings').replaceChildren(...reviewed.findings.length ? reviewed.findings.map((found) => finding(found, words, go)) : [html('li', { class: 'soft' }, p.clean)]);
    $('asserted').replaceChildren(...reviewed.assertions.length ? [html('h4', {}, p.asserted), html('ul', {}, ...reviewed.assertions.map((each) => asserted(each, words)))] : []);
    $('left-out').textContent = reviewed.left_out ? p.leftOut(reviewed.left_out) : '';
    $('who').replaceChildren(reviewed.valid ? table(reviewed, words) : html('p', { class: 'soft' }, p.noTable));
    $('toml').toggleAttribute('aria-invalid', !reviewed.valid);
    if (!given.origins) $('try-origins').placeholder = reviewed.origins.join('\n');
    if (!given.paths) $('try-paths').placeholder = reviewed.paths.join('\n');
  };

  const ask = async () => {
    const answer = await review({ toml: given.toml, origins: linesOf(given.origins), paths: linesOf(given.paths) }).catch((error) => { failed = error; drawResult(); return null; });
    if (!answer) return;
    failed = null;
    reviewed = answer;
    drawResult();
  };
  const soon = afterTyping(ask);
  const typed = (key) => (text) => { given[key] = text; soon(); };

  return {
    draw(language) {
      words = language;
      const p = words.policy;
      $('policy-why').hidden = !reason;
      $('policy-why').textContent = reason?.[words.code] ?? '';
      $('toml-place').replaceChildren(field(p.label, textarea(given.toml, typed('toml'), { id: 'toml', rows: '17', class: 'code' }), { wide: true }));
      $('try').replaceChildren(
        field(p.origins, textarea(given.origins, typed('origins'), { rows: '3', id: 'try-origins' }), { help: p.listHelp }),
        field(p.paths, textarea(given.paths, typed('paths'), { rows: '3', id: 'try-paths' }), { help: p.listHelp }));
      drawResult();
    },
    start: ask,
    /** `why` says why a policy stands here in place of a scene. */
    open(toml, why) {
      Object.assign(given, { toml, origins: '', paths: '' });
      reason = why;
      this.draw(words);
      const asked = ask();
      $('policy').scrollIntoView();
      $('toml').focus({ preventScroll: true });
      return asked;
    },
  };
}
