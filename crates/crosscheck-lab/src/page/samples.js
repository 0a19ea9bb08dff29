// The usual cases as chips: what people ask about most comes first, the others on demand.

import { button, html } from '/dom.js';
import { presets } from '/presets.js';

const FIRST = ['missing', 'json', 'wildcard', 'unauthorized', 'redirected', 'cachedImage'];

/** `chosen` is the case that is shown, `choose` gets the name of another. All fold away beside a case that the visitor brought. */
export function samples(chosen, isBrought, choose, words) {
  const chip = (name) => button(words.presets[name], () => choose(name), { class: 'chip', 'data-case': name, 'aria-pressed': String(name === chosen) });
  const others = Object.keys(presets).filter((name) => !FIRST.includes(name));
  if (isBrought) return [html('details', { class: 'plain' }, html('summary', {}, words.ask.samplesToo), html('div', { class: 'chips' }, ...Object.keys(presets).map(chip)))];
  return [html('p', { class: 'soft' }, words.ask.samples), html('div', { class: 'chips' }, ...FIRST.map(chip)),
    html('details', { class: 'plain', open: others.includes(chosen) }, html('summary', {}, words.ask.moreSamples(others.length)), html('div', { class: 'chips' }, ...others.map(chip)))];
}
