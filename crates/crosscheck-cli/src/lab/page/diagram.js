// Draws an exchange as a sequence diagram: the page on the left, the server on the right.

import { corsLines, decisiveLines } from '/run.js';

const NS = 'http://www.w3.org/2000/svg';

function element(name, attributes = {}, ...children) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** `width` in pixels; texts are cut to fit, the full ones stand in the lists below the diagram. */
export function diagram(record, title, width, words) {
  const [left, right] = [Math.max(34, width * 0.08), width - Math.max(34, width * 0.08)];
  const fit = (text, size) => { const room = Math.floor((right - left - 24) / (size * 0.62)); return text.length > room ? `${text.slice(0, room - 1)}…` : text; };
  const svg = element('svg', { role: 'img', 'aria-labelledby': `t-${record.run} d-${record.run}` });
  const body = element('g');
  let y = 46;

  const arrow = (toServer, headline, details, refused) => {
    const group = element('g', refused ? { class: 'refused' } : {});
    group.append(element('text', { x: (left + right) / 2, y, 'text-anchor': 'middle' }, fit(headline, 12)));
    y += 8;
    const [from, to] = toServer ? [left + 6, right - 6] : [right - 6, left + 6];
    const stop = refused ? (left + right) / 2 - (right - left) * 0.3 : to;
    const tip = toServer ? -1 : 1;
    group.append(element('path', { class: 'arrow', d: `M${from} ${y}H${stop}` }));
    if (refused) group.append(element('path', { class: 'arrow', d: `M${stop - 6} ${y - 6}l12 12M${stop - 6} ${y + 6}l12 -12` }));
    else group.append(element('path', { class: 'head', d: `M${to} ${y}l${tip * 9} -5v10z` }));
    for (const detail of details) { y += 15; group.append(element('text', { class: 'detail', x: (left + right) / 2, y, 'text-anchor': 'middle' }, fit(detail, 11))); }
    y += 26;
    body.append(group);
  };

  const told = [];
  const failed = record.steps.some((step) => step.kind === 'error');
  record.wire.forEach((entry, index) => {
    const last = index === record.wire.length - 1;
    const path = entry.path.replace(`/${record.run}`, '');
    const show = ([name, value]) => `${name}: ${value}`;
    arrow(true, `${entry.method} ${path}`, decisiveLines(entry.headers).map(show), false);
    arrow(false, String(entry.status), corsLines(entry.response_headers).filter(([name]) => name !== 'vary').map(show), failed && last);
    told.push(`${entry.method} ${path}, ${entry.status}`);
  });
  const end = failed ? words.refused : words.readable;
  body.append(element('text', { class: failed ? 'outcome bad' : 'outcome', x: left + 10, y: y + 4, 'text-anchor': 'start' }, `${failed ? '✕' : '✓'} ${end}`));
  told.push(end);

  const height = y + 20;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.append(element('title', { id: `t-${record.run}` }, words.diagram(title)), element('desc', { id: `d-${record.run}` }, told.join('; ')));
  for (const [x, name] of [[left, words.page], [right, words.server]]) {
    svg.append(element('text', { class: 'party', x, y: 18, 'text-anchor': 'middle' }, name), element('path', { class: 'line', d: `M${x} 28V${height - 6}` }));
  }
  svg.append(body);
  return svg;
}
