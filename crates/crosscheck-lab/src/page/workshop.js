// "Will it CORS?": the forms on one side, the verdicts on the other.

import { newestOnly, post } from '/ask.js';
import { answerForm } from '/answer-form.js';
import { afterTyping, choice, field, html } from '/dom.js';
import { pasteForm, takeAlong } from '/exchange.js';
import { livePanel } from '/live.js';
import { presets } from '/presets.js';
import { placeOf, requestForm } from '/request-form.js';
import { fromFragment, toFragment } from '/share.js';
import { cards, notes, sentence, view } from '/verdicts.js';

const judge = newestOnly('/judge');
const $ = (id) => document.getElementById(id);

/** URLs that were asked and that no rule answers. */
function unanswered(judgement, scenario) {
  const urls = judgement?.browsers.flatMap((told) => told.steps.flatMap((step) => step.messages.map(({ url }) => url))) ?? [];
  const places = [...new Set(urls)].map(placeOf).filter(Boolean);
  const known = (place) => scenario.server.some((rule) => rule.origin === place.origin && rule.path === place.path);
  return [...new Set(places.filter((place) => !known(place)).map(({ origin, path }) => origin + path))];
}

/** What the server must say, said by the rule that answered. */
function applyFix(scenario, fix) {
  const place = placeOf(fix.url);
  const fits = (rule) => rule.origin === place.origin && rule.path === place.path && (rule.method === fix.method || rule.method === '*');
  let rule = scenario.server.find(fits);
  if (!rule || (fix.method === 'OPTIONS' && rule.method === '*' && fix.status)) {
    rule = { ...place, method: fix.method, status: 200, headers: structuredClone(rule?.headers ?? []), body: '' };
    scenario.server.unshift(rule);
  }
  if (fix.status) {
    rule.status = fix.status;
    rule.headers = rule.headers.filter(([name]) => name.toLowerCase() !== 'location');
  }
  for (const [name, value] of fix.headers) {
    const others = rule.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
    const old = rule.headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, text]) => text);
    const joins = name === 'Vary' || /^Access-Control-Allow-(Methods|Headers)$/.test(name);
    const items = joins ? [...new Set([...old.join(',').split(','), ...value.split(',')].map((text) => text.trim()).filter((text) => text && text !== '*'))] : [value];
    rule.headers = [...others, [name, items.join(', ')]];
  }
}

/** Whether what was read may hold answers' bodies, which somebody else wrote: a console, a command and a live check tell none. */
const holdsBodies = (kind) => !['console', 'curl', 'live'].includes(kind);

export function workshop(say, openPolicy, lab) {
  let words;
  let scenario = presets.missing();
  let preset = 'missing';
  /** How the case came, if somebody else wrote it: by a `link` or a `file`. What is typed into it does not make it the visitor's. */
  let from = null;
  let judgement = null;
  let chosen = 'chromium';

  const live = livePanel(lab, () => ({ scenario, from }));
  const drawResult = () => {
    if (!judgement) return;
    const told = judgement.browsers.find(({ browser }) => browser === chosen);
    const text = sentence(judgement.browsers, words);
    if ($('sentence').textContent !== text) $('sentence').textContent = text;
    $('peek').textContent = `${words.verdict.heading}: ${text} ↓`;
    const focused = document.activeElement?.name === 'browser';
    $('cards').replaceChildren(...cards(judgement.browsers, chosen, (browser) => { chosen = browser; drawResult(); }, words));
    if (focused) $('cards').querySelector(':checked')?.focus();
    const width = Math.max(260, Math.min($('view').clientWidth, 720));
    $('view').replaceChildren(...view(told, scenario, words, width, (fix) => { applyFix(scenario, fix); rebuilt(); $('sentence').focus(); }));
    $('notes').replaceChildren(...notes(judgement.observations, words));
  };

  const ask = async () => {
    try {
      const answer = await judge(scenario);
      if (!answer) return;
      judgement = answer;
      $('objection').hidden = true;
      document.body.dataset.judged = String(Number(document.body.dataset.judged ?? 0) + 1);
      drawAnswers(true);
      drawResult();
      await takeAlong($('take-along'), scenario, judgement, words, openPolicy);
    } catch (error) {
      $('objection').hidden = false;
      $('objection').replaceChildren(html('b', {}, error.message), error.hint ? html('span', {}, `: ${error.hint}`) : '');
      $('page')?.toggleAttribute('aria-invalid', error.field === 'page');
    }
    if (location.hash.startsWith('#cors=')) history.replaceState(null, '', await toFragment(scenario));
  };
  const soon = afterTyping(ask);

  /** Draws again only what is not being typed into; `gently`, only if the offers below have changed. */
  let offers = '';
  function drawAnswers(gently) {
    const open = unanswered(judgement, scenario);
    if (gently && (offers === open.join() || $('answers').contains(document.activeElement))) return;
    offers = open.join();
    $('answers').replaceChildren(...answerForm(scenario, open, words, { typed, moved }));
  }
  const drawRequest = () => $('request').replaceChildren(...requestForm(scenario, words, { typed, moved, rebuilt }));
  const drawPreset = () => $('preset').replaceChildren(field(words.ask.preset, choice(preset, [['', words.ask.choose], ...Object.entries(words.presets)], (key) => { preset = key; if (presets[key]) use(presets[key]()); }), { wide: true }));

  function typed() {
    $('page')?.removeAttribute('aria-invalid');
    if (preset) { preset = ''; drawPreset(); }
    live.forget();
    soon();
  }
  function moved() { drawAnswers(false); typed(); }
  function rebuilt() { drawRequest(); drawAnswers(false); typed(); }
  function use(next, came = null) {
    scenario = { id: 'lab', ...next, server: next.server ?? [] };
    from = came;
    judgement = null;
    live.forget();
    drawRequest();
    drawAnswers(false);
    return ask();
  }
  const imported = (next, browser, came) => { preset = ''; chosen = browser ?? chosen; drawPreset(); return use(next, came); };

  async function openLink() {
    try {
      const linked = await fromFragment(location.hash);
      if (!linked) return false;
      // Whoever made the link may have written anything; the server knows the shape of a scenario.
      await post('/judge', linked).catch((error) => { if (!error.field) throw new Error('broken'); });
      await imported(linked, null, 'link');
      say('');
    } catch (error) {
      say(words.share[error.message === 'newer' ? 'newer' : 'broken']);
      return false;
    }
    return true;
  }
  addEventListener('hashchange', openLink);
  // Beside the forms, not below them, the verdict is in sight all the time.
  const sight = { forms: false, verdict: true };
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) sight[target.id === 'verdict' ? 'verdict' : 'forms'] = isIntersecting;
    $('peek').hidden = sight.verdict || !sight.forms;
  });
  watch.observe($('verdict'));
  watch.observe(document.querySelector('.forms'));
  let width = innerWidth;
  addEventListener('resize', afterTyping(() => { if (width !== innerWidth) { width = innerWidth; drawResult(); live.redraw(); } }));

  return {
    draw(language) {
      words = language;
      drawPreset();
      drawRequest();
      drawAnswers(false);
      drawResult();
      live.draw(words);
      $('paste-place').replaceChildren(pasteForm(words, ({ scenario: read, browser }, kind) => imported(read, browser, holdsBodies(kind) ? 'file' : null), () => scenario));
      if (judgement) takeAlong($('take-along'), scenario, judgement, words, openPolicy);
    },
    /** For tests in browsers that have no hands: what is shown, and whether a link holds it. */
    async check() {
      const [linked, here] = [await fromFragment(await toFragment(scenario)), scenario].map((part) => JSON.stringify(part));
      return { sentence: $('sentence').textContent, objection: $('objection').textContent, link_holds_it: linked === here };
    },
    /** Begins with a link's case, else with the one that is given. */
    async start(given) { if (!await openLink()) await (given ? imported(given) : ask()); },
    live,
    /** Plays what each page of the documentation leads to, one after the other. */
    async playAll(all) {
      for (const { name, scenario: each } of all) { await imported(each); await live.show(name, { scenario: each }); }
    },
  };
}
