// The page: what is on it, in which language, and what happens first.

import { get, post } from '/ask.js';
import { afterTyping } from '/dom.js';
import { policyEditor } from '/policy.js';
import { scenes } from '/scenes.js';
import { languageOf, languages } from '/words.js';
import { workshop } from '/workshop.js';

const query = new URLSearchParams(location.search);
let words = languageOf(query);

const say = (text) => {
  const notice = document.querySelector('#notice');
  notice.textContent = text;
  notice.hidden = !text;
};

const policy = policyEditor();
const shop = workshop(say, (toml) => policy.open(toml));
const parts = [shop, policy];

function drawWords() {
  document.documentElement.lang = words.code;
  document.title = words.title;
  for (const node of document.querySelectorAll('[data-word]')) {
    const text = node.dataset.word.split('.').reduce((found, key) => found[key], words);
    if (node.dataset.as) node.setAttribute(node.dataset.as, text); else node.textContent = text;
  }
  const language = document.querySelector('#language');
  language.textContent = words.other;
  language.lang = words.otherCode;
}

function draw() {
  drawWords();
  for (const part of parts) part.draw(words);
}

draw();
document.querySelector('#language').addEventListener('click', () => { words = languages[words.otherCode]; draw(); });
await Promise.all([shop.start(query.get('show')), policy.start()]);

const live = scenes(await get('/scenes.json'));
parts.push(live);
live.draw(words);
document.querySelector('#run-all').addEventListener('click', () => live.runAll());
let width = innerWidth;
addEventListener('resize', afterTyping(() => { if (width !== innerWidth) { width = innerWidth; live.redraw(); } }));
document.body.dataset.ready = 'true';
if (location.hash && !location.hash.startsWith('#cors=')) document.getElementById(location.hash.slice(1))?.scrollIntoView();
if (query.get('run') === 'all') {
  await post('/reports', { workshop: await shop.check() });
  await live.runAll();
}
