// What a server must say, put into the answer that it gives in a scenario; and the difference that this makes.

import { html } from '/dom.js';
import { placeOf } from '/request-form.js';

const isNamed = (name) => ([other]) => other.toLowerCase() === name.toLowerCase();

const isPreflight = ({ method }) => method === 'OPTIONS';
const isGood = (status) => status >= 200 && status <= 299;

/** The method that a preflight asks for. */
const askedFor = (messages) => messages.findLast(({ preflight }) => preflight)?.headers.find(isNamed('Access-Control-Request-Method'))?.[1];

/** All that is to be mended for one refusal: the answer to the preflight, if there is one, and the answer itself. */
export function fixesFor({ refused: { missing, needed }, messages }, scenario) {
  if (!missing) return [];
  const { url } = missing;
  const { preflight, answer } = needed;
  const method = isPreflight(missing) ? askedFor(messages) ?? 'GET' : missing.method;
  const whole = [{ url, method: 'OPTIONS', headers: preflight }, { url, method, headers: answer }].filter(({ headers }) => headers.length > 0);
  if (whole.length === 0) return [missing];
  const withStatus = (fix) => {
    const { status } = ruleFor(scenario, fix) ?? {};
    return isPreflight(fix) && !isGood(status) ? { ...fix, status: 204 } : fix;
  };
  return whole.map(withStatus).filter((fix) => difference(scenario, fix).some(([kind]) => kind !== 'same'));
}

/** The rule that answers what is to be mended. */
export function ruleFor(scenario, fix) {
  const place = placeOf(fix.url);
  return scenario.server.find((rule) => rule.origin === place?.origin && rule.path === place?.path && (rule.method === fix.method || rule.method === '*'));
}

/** The rules of one place, each for other requests: all that it says must be mended, or what a browser kept is not. */
function rulesFor(scenario, fix) {
  const first = ruleFor(scenario, fix);
  const isSame = (rule) => rule.origin === first.origin && rule.path === first.path && rule.method === first.method;
  return first?.when ? scenario.server.filter(isSame) : [first].filter(Boolean);
}

/** What the server must say, said by the rules that answer there. */
export function applyFix(scenario, fix) {
  const rules = rulesFor(scenario, fix);
  if (rules.length === 0 || (fix.method === 'OPTIONS' && rules[0].method === '*' && fix.status)) {
    const rule = { ...placeOf(fix.url), method: fix.method, status: 200, headers: structuredClone(rules[0]?.headers ?? []), body: '' };
    scenario.server.unshift(rule);
    return mend(rule, fix);
  }
  rules.forEach((rule) => mend(rule, fix));
  return rules[0];
}

function mend(rule, fix) {
  if (fix.status) {
    rule.status = fix.status;
    rule.headers = rule.headers.filter(([name]) => name.toLowerCase() !== 'location');
  }
  const said = (name) => rule.headers.filter(isNamed(name)).map(([, text]) => text);
  const isCredentialed = fix.headers.some(([name]) => name === 'Access-Control-Allow-Credentials');
  // `*` is enough where no credentials go along.
  const isOpen = !isCredentialed && said('Access-Control-Allow-Origin').join() === '*';
  for (const [name, value] of fix.headers) {
    if (isOpen && ['Access-Control-Allow-Origin', 'Vary'].includes(name)) continue;
    const old = said(name);
    const joins = name === 'Vary' || /^Access-Control-Allow-(Methods|Headers)$/.test(name);
    const itemsOf = (text) => text.split(',').map((item) => item.trim()).filter(Boolean);
    const listed = itemsOf(old.join());
    const isAll = !isCredentialed && listed.includes('*');
    const wanted = itemsOf(value).filter((item) => !isAll || item === 'authorization');
    if (joins && wanted.length === 0) continue;
    const items = joins ? [...new Set([...listed.filter((item) => isAll || item !== '*'), ...wanted])] : [value];
    rule.headers = [...rule.headers.filter(([other]) => !isNamed(name)([other])), [name, items.join(', ')]];
  }
  return rule;
}

const isAboutCors = (line) => /^(access-control-|vary:|cross-origin-|location:)/i.test(line);

/** Lines of an answer as it is and as it must be, each with its kind: what goes, what comes, and what stays of those that CORS is about. */
function difference(scenario, fix) {
  const lines = (rule) => (rule ? [`HTTP ${rule.status}`, ...rule.headers.map(([name, value]) => `${name}: ${value}`)] : []);
  // Of several rules the last is the one for whoever says no more.
  const last = (rules) => rules.at(-1);
  const old = lines(last(rulesFor(scenario, fix)));
  const mended = structuredClone(scenario);
  const first = applyFix(mended, fix);
  const next = lines(last(rulesFor(mended, fix)) ?? first);
  // A line that is there twice is one of each.
  const added = [...next];
  const stays = old.map((line) => { const at = added.indexOf(line); if (at >= 0) added.splice(at, 1); return at >= 0; });
  return [
    ...old.filter((line, at) => stays[at] && (isAboutCors(line) || line.startsWith('HTTP '))).map((line) => ['same', line]),
    ...old.filter((_, at) => !stays[at]).map((line) => ['gone', line]),
    ...added.map((line) => ['new', line]),
  ];
}

const MARKS = { same: ' ', gone: '-', new: '+' };

/** The same as lines to look at. */
export const shownDifference = (scenario, fix) => html('pre', { class: 'diff', tabindex: '0' },
  ...difference(scenario, fix).map(([kind, line]) => html('span', { class: kind }, `${MARKS[kind]} ${line}\n`)));
