// What a server must say, put into the answer that it gives in a scenario; and the difference that this makes.

import { html } from '/dom.js';
import { placeOf } from '/request-form.js';

const isNamed = (name) => ([other]) => other.toLowerCase() === name.toLowerCase();

/** The rule that answers what is to be mended. */
export function ruleFor(scenario, fix) {
  const place = placeOf(fix.url);
  return scenario.server.find((rule) => rule.origin === place?.origin && rule.path === place?.path && (rule.method === fix.method || rule.method === '*'));
}

/** What the server must say, said by the rule that answered. */
export function applyFix(scenario, fix) {
  let rule = ruleFor(scenario, fix);
  if (!rule || (fix.method === 'OPTIONS' && rule.method === '*' && fix.status)) {
    rule = { ...placeOf(fix.url), method: fix.method, status: 200, headers: structuredClone(rule?.headers ?? []), body: '' };
    scenario.server.unshift(rule);
  }
  if (fix.status) {
    rule.status = fix.status;
    rule.headers = rule.headers.filter(([name]) => name.toLowerCase() !== 'location');
  }
  for (const [name, value] of fix.headers) {
    const old = rule.headers.filter(isNamed(name)).map(([, text]) => text);
    const joins = name === 'Vary' || /^Access-Control-Allow-(Methods|Headers)$/.test(name);
    const items = joins ? [...new Set([...old.join(',').split(','), ...value.split(',')].map((text) => text.trim()).filter((text) => text && text !== '*'))] : [value];
    rule.headers = [...rule.headers.filter(([other]) => !isNamed(name)([other])), [name, items.join(', ')]];
  }
  return rule;
}

const isAboutCors = (line) => /^(access-control-|vary:|cross-origin-|location:)/i.test(line);

/** Lines of an answer as it is and as it must be: what goes, what comes, and what stays of those that CORS is about. */
export function difference(scenario, fix) {
  const before = ruleFor(scenario, fix);
  const lines = (rule) => (rule ? [`HTTP ${rule.status}`, ...rule.headers.map(([name, value]) => `${name}: ${value}`)] : []);
  const old = lines(before);
  const next = lines(applyFix(structuredClone(scenario), fix));
  const stays = (line) => next.includes(line) && (isAboutCors(line) || line.startsWith('HTTP '));
  const all = [
    ...old.filter(stays).map((line) => [' ', line]),
    ...old.filter((line) => !next.includes(line)).map((line) => ['-', line]),
    ...next.filter((line) => !old.includes(line)).map((line) => ['+', line]),
  ];
  const kinds = { ' ': 'same', '-': 'gone', '+': 'new' };
  return html('pre', { class: 'diff', tabindex: '0' }, ...all.map(([mark, line]) => html('span', { class: kinds[mark] }, `${mark} ${line}\n`)));
}
