// Playing steps in this very browser, and holding what it did against what was predicted.

import { get, post, stage } from '/ask.js';
import { differences } from '/compare.js';
import { html } from '/dom.js';
import { seenOf } from '/seen.js';

const LONGEST_WAIT = 3000;
/** Longer than the stage itself waits; a script of a scene may keep it from answering. */
const PATIENCE = 12000;
let count = 0;

/** What a frame says next that `pick` makes something of. Nobody else is heard, and nobody who went elsewhere. */
function hear(frame, origin, pick, opened = true) {
  return new Promise((resolve, reject) => {
    const stop = (end, value) => {
      removeEventListener('message', listen);
      frame.removeEventListener('load', left);
      clearTimeout(timer);
      end(value);
    };
    const listen = ({ source, origin: from, data }) => {
      if (source !== frame.contentWindow || from !== origin) return;
      const picked = pick(data);
      if (picked) stop(resolve, picked);
    };
    const left = () => stop(reject, new Error('the stage went elsewhere'));
    const timer = setTimeout(() => stop(reject, new Error('the stage does not answer')), PATIENCE);
    addEventListener('message', listen);
    if (opened) frame.addEventListener('load', left);
  });
}

/** Opens a stage for one run alone; a sandboxed one has the origin `null`. What ran there ends with it. */
async function withStage(sandboxed, work) {
  const origin = sandboxed ? 'null' : stage;
  const frame = html('iframe', { src: `${stage}/stage.html`, class: 'stage', title: 'stage', 'aria-hidden': 'true', tabindex: '-1', sandbox: sandboxed ? 'allow-scripts' : 'allow-scripts allow-same-origin' });
  const ready = hear(frame, origin, (data) => data?.ready === true, false);
  const loaded = new Promise((resolve) => { frame.addEventListener('load', resolve, { once: true }); });
  document.body.append(frame);
  try {
    await Promise.all([ready, loaded]);
    return await work((step) => {
      const id = `step-${count++}`;
      const played = hear(frame, origin, (data) => data?.played === id && seenOf(data.seen));
      frame.contentWindow.postMessage({ id, step }, sandboxed ? '*' : stage);
      return played;
    });
  } finally {
    frame.remove();
  }
}

/** Plays the steps one after the other; one that does not say when it is done is, once the server saw something. */
const play = (scene, run) => withStage(scene.sandboxed, async (playStep) => {
  const outcomes = [];
  for (const step of scene.steps) {
    if (step.wait_ms) await new Promise((resolve) => setTimeout(resolve, step.wait_ms));
    const before = (await get(`/wire?run=${run}`)).length;
    outcomes.push(await playStep({ ...step, url: step.url.replaceAll('{run}', run) }));
    if (outcomes.at(-1).kind === 'unobserved') await seen(run, before + 1);
  }
  return outcomes;
});

/** Whether this browser, as it is set, keeps no cookies of another site: tried out, since no script is told. */
export async function blocksThirdParties(scene) {
  const elsewhere = scene.steps.slice(-2);
  const [, seen] = await play({ ...scene, steps: elsewhere }, await beginScene());
  return seen.kind === 'response' && !JSON.parse(seen.body).seen.includes('none');
}

/** What the server saw, once it saw as many requests as are expected, or that takes too long. */
async function seen(run, expected) {
  const until = performance.now() + LONGEST_WAIT;
  for (;;) {
    const wire = await get(`/wire?run=${encodeURIComponent(run)}`);
    if (wire.length >= expected || performance.now() > until) return wire;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Begins a run of a scene: its name, which no other run has. */
export const beginScene = async () => (await post('/begin', {})).run;

/** Plays a scene under a run's name; `predicted` has the shape of a record. */
export async function held(scene, run, predicted) {
  const steps = await play(scene, run);
  const unsupported = steps.some(({ kind }) => kind === 'unsupported');
  const unknown = predicted.steps.some(({ kind }) => kind === 'unsupported');
  const did = { run, steps, wire: await seen(run, unsupported ? 0 : predicted.wire.length) };
  const found = unsupported || unknown ? [] : differences(did, predicted);
  const verdict = unsupported ? 'unsupported' : unknown ? 'unknown' : found.length ? 'differs' : 'agrees';
  return { did, predicted, found, verdict };
}
