// Draws an exchange as a sequence diagram: the page on the left, its servers to the right.

import { corsLines, decisiveLines } from '/compare.js';

const NS = 'http://www.w3.org/2000/svg';
const GLYPH = 0.61;

function element(name, attributes = {}, ...children) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Breaks a text into lines of at most so many characters, after a blank or a comma if there is one. */
function wrap(text, most) {
  const lines = [];
  let rest = text;
  while (rest.length > most && lines.length < 4) {
    const near = Math.max(rest.lastIndexOf(' ', most), rest.lastIndexOf(',', most - 1) + 1);
    const at = near > most / 3 ? near : most;
    lines.push(rest.slice(0, at));
    rest = `  ${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest.length > most ? `${rest.slice(0, most - 1)}…` : rest];
}

const serverOf = (url) => { try { return new URL(url).host; } catch { return url; } };
const pathOf = (url) => { try { const { pathname, search } = new URL(url); return pathname + search; } catch { return url; } };
let count = 0;

/**
 * `messages` as the engine tells them, `end` as `{ text, kind }`, `width` in pixels of CSS.
 * The headers in it are those that CORS is about; all others stand in the lists beside it.
 */
export function diagram({ messages, end, title, page, width, words }) {
  const servers = [...new Set(messages.map(({ url }) => serverOf(url)))];
  const id = `d${++count}`;
  const left = 30;
  const right = width - 30;
  const laneOf = (url) => { const at = servers.indexOf(serverOf(url)); return servers.length === 1 ? right : left + (right - left) * (0.55 + 0.45 * at / (servers.length - 1)); };
  const svg = element('svg', { role: 'img', 'aria-labelledby': `${id}t ${id}d`, class: 'diagram' });
  const body = element('g');
  const told = [];
  let y = 48;

  const text = (line, size, attributes) => {
    const room = Math.max(16, Math.floor((right - left - 20) / (size * GLYPH)));
    return wrap(line, room).map((part) => { const node = element('text', { x: left + 12, y, ...attributes }, part); y += size + 4; return node; });
  };

  const arrow = (lane, toServer, headline, details, kind) => {
    const group = element('g', { class: kind });
    group.append(...text(headline, 12.5, { class: 'headline' }));
    y -= 9;
    const [from, to] = toServer ? [left + 4, lane - 4] : [lane - 4, left + 4];
    const stop = kind === 'stopped' ? left + 30 + headline.length * 12.5 * GLYPH : to;
    const tip = toServer ? -1 : 1;
    group.append(element('path', { class: 'arrow', d: `M${from} ${y}H${stop - (kind === 'stopped' ? -9 : 0)}` }));
    group.append(kind === 'stopped'
      ? element('path', { class: 'arrow', d: `M${stop - 6} ${y - 6}l12 12m0 -12l-12 12` })
      : element('path', { class: 'head', d: `M${to} ${y}l${tip * 9} -4.5v9z` }));
    y += kind === 'stopped' ? 19 : 15;
    for (const detail of details) group.append(...text(detail, 11.5, { class: 'detail' }));
    y += 16;
    body.append(group);
  };

  const show = ([name, value]) => `${name.toLowerCase()}: ${value}`;
  messages.forEach((message, index) => {
    const last = index === messages.length - 1;
    const lane = laneOf(message.url);
    const headline = `${message.method} ${pathOf(message.url)}${message.preflight ? `  (${words.verdict.preflight})` : ''}`;
    arrow(lane, true, headline, decisiveLines(message.headers).map(show), 'sent');
    if (message.answer) {
      arrow(lane, false, String(message.answer.status), corsLines(message.answer.headers).map(show), last && end.kind === 'refused' ? 'stopped' : 'answered');
    } else {
      arrow(lane, false, words.verdict.noAnswer, [], 'stopped');
    }
    told.push(`${headline}: ${message.answer?.status ?? words.verdict.noAnswer}`);
  });
  y += 4;
  body.append(...text(`${{ allowed: '✓', refused: '✕', opaque: '◐' }[end.kind] ?? '?'} ${end.text}`, 13, { class: `outcome ${end.kind}` }));
  told.push(end.text);

  const height = y;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('width', width);
  svg.setAttribute('height', height);
  svg.append(element('title', { id: `${id}t` }, words.verdict.diagram(title)), element('desc', { id: `${id}d` }, told.join('; ')));
  const lanes = [[left, page, 'start'], ...servers.map((server) => [laneOf(`http://${server}`), server, 'end'])];
  for (const [x, name, side] of lanes) {
    const most = Math.floor((width / lanes.length) / 7.6);
    const label = name.length > most ? `${name.slice(0, most - 1)}…` : name;
    const at = side === 'start' ? 0 : Math.min(x + label.length * 3.8, width);
    svg.append(element('text', { class: 'party', x: at, y: 15, 'text-anchor': side }, label), element('path', { class: 'lane', d: `M${x} 24V${height - 26}` }));
  }
  svg.append(body);
  return svg;
}
