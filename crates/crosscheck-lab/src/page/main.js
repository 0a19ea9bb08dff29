// The page: what is on it, in which language, and what happens first.

import { isLink } from '/address.js';
import { get, post } from '/ask.js';
import { afterTyping } from '/dom.js';
import { policyEditor } from '/policy.js';
import { scenes } from '/scenes.js';
import { languageOf, languages } from '/words.js';
import { workshop } from '/workshop.js';

const query = new URLSearchParams(location.search);
let words = languageOf(query);

/** Makes the notice above all, in whatever language the page has by then; `null` if there is none. */
let notice = null;
const drawNotice = () => {
  const text = notice?.() ?? '';
  const place = document.querySelector('#notice');
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
};
const say = (text) => { notice = text; drawNotice(); };

// A link that brings a case shows it, and names nothing that plays by itself.
const linked = isLink();
if (linked) for (const name of ['live', 'policy', 'run']) query.delete(name);
// What a page of the documentation leads to: `?live=finding/null-origin`, `?policy=finding/null-origin`.
const wanted = query.get('live') ?? query.get('policy') ?? '';
const shown = /^[a-z]+\/[a-z-]+$/.test(wanted) ? get(`/shown/${wanted}`).catch(() => null) : null;
const lab = get('/scenes.json');

const policy = policyEditor();
const shop = workshop(say, (toml) => policy.open(toml), lab);
const parts = [shop, policy];

function drawWords() {
  document.documentElement.lang = words.code;
  document.title = words.title;
  for (const node of document.querySelectorAll('[data-word]')) {
    const text = node.dataset.word.split('.').reduce((found, key) => found[key], words);
    if (node.dataset.as) node.setAttribute(node.dataset.as, text); else node.textContent = text;
  }
  document.querySelector('#docs').href = words.docs;
  const language = document.querySelector('#language');
  language.textContent = words.other;
  language.lang = words.otherCode;
}

function draw() {
  drawWords();
  for (const part of parts) part.draw(words);
  // Who says it has the new words by now.
  drawNotice();
}

draw();
document.querySelector('#language').addEventListener('click', () => { words = languages[words.otherCode]; draw(); });
const show = await shown;
const wantsPolicy = query.has('policy') || !(show?.scenario ?? show?.scene);
const jumped = isLink() ? '' : location.hash.slice(1);
await Promise.all([shop.start(wantsPolicy ? null : show.scenario), policy.start()]);

const live = scenes(await lab, (given) => shop.open(given));
parts.push(live);
live.draw(words);
document.querySelector('#run-all').addEventListener('click', () => live.runAll());
let width = innerWidth;
addEventListener('resize', afterTyping(() => { if (width !== innerWidth) { width = innerWidth; live.redraw(); } }));
const runsAll = query.get('run') === 'all';
document.querySelector('#run-all').disabled = runsAll;
document.body.dataset.ready = 'true';
if (wanted && !show) say(() => words.live.nothing(wanted));
else if (show?.policy && wantsPolicy) await policy.open(show.policy, query.has('policy') ? null : show.why);
else if (show) {
  const result = show.scene ? await live.runOne(show.scene) : await shop.live.show(wanted, show);
  document.body.dataset.live = result.verdict ?? 'failed';
}
if (jumped) { live.open(jumped); document.getElementById(jumped)?.scrollIntoView(); }
if (query.get('run') === 'shown') await shop.playAll(await get('/shown.json'));
if (runsAll) {
  await post('/reports', { workshop: await shop.check() });
  await live.runAll();
}
