// "Will it CORS?": what people have, the verdict on it, and the forms to change it.

import { isLink, readAddress, restoreAddress, writeAddress } from '/address.js';
import { newestOnly, post } from '/ask.js';
import { answerForm } from '/answer-form.js';
import { applyFix } from '/apply-fix.js';
import { afterTyping, wrong } from '/dom.js';
import { takeAlong } from '/exchange.js';
import { livePanel } from '/live.js';
import { askLive, forgetRead, isUnread, pasteBox } from '/paste-box.js';
import { presets } from '/presets.js';
import { placeOf, requestForm } from '/request-form.js';
import { samples } from '/samples.js';
import { fromFragment, toFragment } from '/share.js';
import { cards, differ, headline, notes, sentence, view, warnings } from '/verdicts.js';

const judge = newestOnly('/judge');
const $ = (id) => document.getElementById(id);

/** URLs that were asked and that no rule answers. */
function unanswered(judgement, scenario) {
  const urls = judgement?.browsers.flatMap((told) => told.steps.flatMap((step) => step.messages.map(({ url }) => url))) ?? [];
  const places = [...new Set(urls)].map(placeOf).filter(Boolean);
  const known = (place) => scenario.server.some((rule) => rule.origin === place.origin && rule.path === place.path);
  return [...new Set(places.filter((place) => !known(place)).map(({ origin, path }) => origin + path))];
}

/** Whether what was read may hold answers' bodies, which somebody else wrote. */
const holdsBodies = (kind) => !['console', 'curl', 'headers', 'live'].includes(kind);

export function workshop(say, openPolicy, lab) {
  let words;
  /** None before something was brought. */
  let scenario = null;
  let preset = '';
  /** How the case came, if somebody else wrote it: by a `link` or a `file`. What is typed into it does not make it the visitor's. */
  let from = null;
  /** Whether the answers are what a live server said. */
  let isLive = false;
  /** What brought the case, if it tells of a request and not of its answers: what stands in the form stands in for them. */
  let toldBy = null;
  /** What is wrong with what was typed. */
  let objection = null;
  let judgement = null;
  let isJudged = false;
  let chosen = 'chromium';

  const live = livePanel(lab, () => ({ scenario, from }));
  /** A verdict that is not about what is there now is dimmed. */
  const drawAge = () => { $('told').classList.toggle('stale', !isJudged || isUnread()); };

  const drawResult = () => {
    if (!judgement) return;
    const told = judgement.browsers.find(({ browser }) => browser === chosen);
    const isGuess = toldBy === 'curl';
    const text = headline(judgement.browsers, told, words, isGuess);
    if ($('sentence').textContent !== text) $('sentence').textContent = text;
    $('peek').textContent = `${words.verdict.heading}: ${text} ↑`;
    const whose = $('whose');
    const reason = headline(judgement.browsers, told, words, false);
    const alike = sentence(judgement.browsers, words);
    whose.querySelector('summary').textContent = isGuess || alike === reason ? words.verdict.each : alike;
    // They fold away unless there is something to choose between; who opened them is left alone.
    const asThey = String(differ(judgement.browsers));
    if (whose.dataset.differ !== asThey) { whose.dataset.differ = asThey; whose.open = asThey === 'true'; }
    const focused = document.activeElement?.name === 'browser';
    $('cards').replaceChildren(...cards(judgement.browsers, chosen, (browser) => { chosen = browser; drawResult(); }, words, isGuess));
    if (focused) $('cards').querySelector(':checked')?.focus();
    $('warnings').hidden = !judgement.warnings?.length;
    $('warnings').replaceChildren(...warnings(judgement.warnings ?? [], words));
    const width = Math.max(260, Math.min($('view').clientWidth, 720));
    const apply = (fixes) => { for (const fix of fixes) applyFix(scenario, fix); rebuilt(); $('sentence').focus(); };
    $('view').replaceChildren(...view(told, scenario, words, width, { apply, again: from ? null : again, isLive, isGuess, isAssumed: toldBy !== null, text: reason }));
    $('notes').replaceChildren(...notes(judgement.observations, words));
    drawAge();
  };

  /** Asks the real server what the case's first request asks. Nobody else's case is sent anywhere. */
  async function again() {
    const { choices: [{ scenario: answered }] } = await askLive(scenario.page, scenario.steps[0]);
    await imported(answered, null, null, true);
  }

  const drawObjection = () => {
    $('objection').hidden = !objection;
    $('objection').replaceChildren(...objection ? wrong(objection) : []);
  };

  const ask = async () => {
    if (!scenario) return;
    try {
      const answer = await judge(scenario);
      if (!answer) return;
      judgement = answer;
      isJudged = true;
      objection = null;
      drawObjection();
      document.body.dataset.judged = String(Number(document.body.dataset.judged ?? 0) + 1);
      drawAnswers(true);
      drawResult();
      await takeAlong($('take-along'), scenario, judgement, words, openPolicy);
    } catch (error) {
      objection = error;
      drawObjection();
      $('page')?.toggleAttribute('aria-invalid', error.field === 'page');
    }
    drawAge();
    await writeAddress(scenario, from);
  };
  const soon = afterTyping(ask);

  /** Draws again only what is not being typed into; `gently`, only if the offers below have changed. */
  let offers = '';
  function drawAnswers(gently) {
    if (!scenario) return;
    const open = unanswered(judgement, scenario);
    if (gently && (offers === open.join() || $('answers').contains(document.activeElement))) return;
    offers = open.join();
    $('answers').replaceChildren(...answerForm(scenario, open, words, { typed, moved }));
  }
  const drawRequest = () => { if (scenario) $('request').replaceChildren(...requestForm(scenario, words, { typed, moved, rebuilt })); };
  const drawSamples = () => {
    const focused = document.activeElement?.dataset.case;
    $('samples').replaceChildren(...samples(preset, scenario !== null && !preset, async (name) => {
      forgetRead();
      drawBox();
      preset = name;
      chosen = 'chromium';
      const used = use(presets[name]());
      drawSamples();
      await used;
      reveal();
    }, words));
    if (focused) $('samples').querySelector(`[data-case=${focused}]`)?.focus();
  };
  const drawBox = () => $('paste-place').replaceChildren(pasteBox(words, ({ scenario: read, browser, is_known: isKnown }, kind) => {
    const came = holdsBodies(kind) ? 'file' : null;
    return imported(read, browser, came, kind === 'live', isKnown ? null : kind);
  }, drawAge));

  function typed() {
    $('page')?.removeAttribute('aria-invalid');
    if (preset) { preset = ''; drawSamples(); }
    isJudged = false;
    toldBy = null;
    live.forget();
    soon();
  }
  function moved() { drawAnswers(false); typed(); }
  function rebuilt() { drawRequest(); drawAnswers(false); typed(); }
  function use(next, came = null, lives = false, by = null) {
    scenario = { id: 'lab', ...next, server: next.server ?? [] };
    from = came;
    isLive = lives;
    toldBy = by;
    judgement = null;
    $('case').hidden = false;
    live.forget();
    drawRequest();
    drawAnswers(false);
    return ask();
  }
  /** Brings the verdict into sight: it is what people came for. */
  function reveal() {
    if ($('verdict').getBoundingClientRect().top > innerHeight / 2) $('verdict').scrollIntoView();
  }
  async function imported(next, browser, came, lives, by) {
    preset = '';
    chosen = browser ?? chosen;
    const used = use(next, came, lives, by);
    drawSamples();
    await used;
    reveal();
  }

  async function openLink() {
    try {
      const linked = await readAddress();
      if (!linked) return false;
      // Whoever made the link may have written anything; the server knows the shape of a scenario.
      await post('/judge', linked.scenario).catch((error) => { if (!error.field) throw new Error('broken'); });
      await imported(linked.scenario, null, linked.from);
      say(null);
    } catch (error) {
      const kind = error.message === 'newer' ? 'newer' : 'broken';
      say(() => words.share[kind]);
      return false;
    }
    return true;
  }
  addEventListener('hashchange', () => (isLink() ? openLink() : restoreAddress()));
  // Beside the forms the verdict is in sight; above them, on a narrow page, it is not.
  const sight = { forms: false, verdict: true };
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) sight[target.id === 'verdict' ? 'verdict' : 'forms'] = isIntersecting;
    $('peek').hidden = !judgement || sight.verdict || !sight.forms;
  });
  watch.observe($('verdict'));
  watch.observe(document.querySelector('.forms'));
  // On a narrow page the forms fold away: the verdict is what people came for.
  const narrow = matchMedia('(max-width: 62rem)');
  const fold = () => { document.querySelector('.forms').open = !narrow.matches; };
  narrow.addEventListener('change', fold);
  fold();
  let width = innerWidth;
  addEventListener('resize', afterTyping(() => { if (width !== innerWidth) { width = innerWidth; drawResult(); live.redraw(); } }));

  return {
    draw(language) {
      words = language;
      drawBox();
      drawSamples();
      drawRequest();
      drawAnswers(false);
      drawObjection();
      drawResult();
      live.draw(words);
      if (judgement) takeAlong($('take-along'), scenario, judgement, words, openPolicy);
    },
    /** For tests in browsers that have no hands: what is shown of a usual case, and whether a link holds it. */
    async check() {
      await use(presets.missing());
      const [linked, here] = [await fromFragment(await toFragment(scenario)), scenario].map((part) => JSON.stringify(part));
      return { sentence: $('sentence').textContent, objection: $('objection').textContent, link_holds_it: linked === here };
    },
    /** Begins with a link's case, else with the one that is given, if there is one. */
    async start(given) { if (!await openLink() && given) await imported(given); },
    /** Shows a case of the lab's own. */
    open: (given) => imported(given),
    live,
    /** Plays what each page of the documentation leads to, one after the other. */
    async playAll(all) {
      for (const { name, scenario: each } of all) { await imported(each); await live.show(name, { scenario: each }); }
    },
  };
}
