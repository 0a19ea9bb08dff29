// A console's text, marked up: which part of it says what.

import { html } from '/dom.js';

const LONGEST = 4000;
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What stands where: later ones give way to earlier ones. */
function parts(text, scenario) {
  const [step] = scenario.steps;
  const urls = [step.url, ...scenario.server.map(({ origin, path }) => origin + path)].filter((url) => url.length > 10);
  const found = [];
  const add = (pattern, kind, group = 0) => {
    for (const match of text.matchAll(pattern)) {
      const start = match.index + (group ? match[0].indexOf(match[group]) : 0);
      const end = start + match[group].length;
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ start, end, kind });
    }
  };
  for (const url of new Set(urls)) add(new RegExp(`${literal(url)}/?`, 'g'), 'url');
  if (scenario.page !== 'null') add(new RegExp(`${literal(scenario.page)}(?![\\w.:-])`, 'g'), 'page');
  add(/origin '?(null)\b/g, 'page', 1);
  add(/\bAccess-Control-[A-Za-z-]+|\bCross-Origin-[A-Z][a-z]+-Policy\b/g, 'header');
  add(/\bMethod ([A-Za-z]+) is not/g, 'method', 1);
  add(/\b[Ss]tatus code:? (\d{3})\b/g, 'status', 1);
  return found.sort((a, b) => a.start - b.start);
}

/** The text with its parts marked, and what each colour means; nothing if nothing in it is known. */
export function markedUp(text, scenario, words) {
  const shown = text.trim().slice(0, LONGEST);
  const found = parts(shown, scenario);
  if (!found.length) return [];
  const nodes = [];
  let at = 0;
  for (const { start, end, kind } of found) {
    nodes.push(shown.slice(at, start), html('mark', { class: kind, title: words.marks[kind] }, shown.slice(start, end)));
    at = end;
  }
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return [html('div', { class: 'marked', role: 'group', 'aria-label': words.marks.heading }, html('p', {}, ...nodes, shown.slice(at)),
    html('p', { class: 'legend' }, ...kinds.map((kind) => html('span', {}, html('mark', { class: kind }, words.marks[kind])))))];
}
