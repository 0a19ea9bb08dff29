// Playing steps in this very browser, and holding what it did against what was foretold.

import { get } from '/ask.js';
import { differences } from '/compare.js';
import { html } from '/dom.js';

const LONGEST_WAIT = 3000;
let count = 0;
const stages = new Map();

/** The frame in which scenes are played, loaded once; a sandboxed one has the origin `null`. */
function stage(sandboxed) {
  if (!stages.has(sandboxed)) {
    stages.set(sandboxed, new Promise((resolve) => {
      const frame = html('iframe', { src: '/stage.html', class: 'stage', title: 'stage', 'aria-hidden': 'true', tabindex: '-1', sandbox: sandboxed ? 'allow-scripts' : undefined });
      const ready = ({ source, data }) => { if (source === frame.contentWindow && data?.ready) { removeEventListener('message', ready); resolve(frame); } };
      addEventListener('message', ready);
      document.body.append(frame);
    }));
  }
  return stages.get(sandboxed);
}

function playStep(frame, step) {
  return new Promise((resolve) => {
    const id = `step-${count++}`;
    const listen = ({ source, data }) => {
      if (source !== frame.contentWindow || data?.played !== id) return;
      removeEventListener('message', listen);
      resolve(data.seen);
    };
    addEventListener('message', listen);
    frame.contentWindow.postMessage({ id, step }, '*');
  });
}

/** Plays the steps one after the other; one that does not say when it is done is, once the server saw something. */
async function play(scene, run) {
  const frame = await stage(scene.sandboxed);
  const outcomes = [];
  for (const step of scene.steps) {
    if (step.wait_ms) await new Promise((resolve) => setTimeout(resolve, step.wait_ms));
    const before = (await get(`/wire?run=${run}`)).length;
    outcomes.push(await playStep(frame, { ...step, url: step.url.replaceAll('{run}', run) }));
    if (outcomes.at(-1).kind === 'unobserved') await seen(run, before + 1);
  }
  return outcomes;
}

/** Whether this browser, as it is set, keeps no cookies of another site: tried out, since no script is told. */
export async function blocksThirdParties(scene) {
  const elsewhere = scene.steps.slice(-2);
  const [, seen] = await play({ ...scene, steps: elsewhere }, runName('probe'));
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

/** A name that no other run has. */
export const runName = (id) => `${id}-${Date.now().toString(36)}-${count++}`;

/** Plays a scene under a run's name; `foretold` has the shape of a record. */
export async function held(scene, run, foretold) {
  const steps = await play(scene, run);
  const unsupported = steps.some(({ kind }) => kind === 'unsupported');
  const unknown = foretold.steps.some(({ kind }) => kind === 'unsupported');
  const did = { run, steps, wire: await seen(run, unsupported ? 0 : foretold.wire.length) };
  const found = unsupported || unknown ? [] : differences(did, foretold);
  const verdict = unsupported ? 'unsupported' : unknown ? 'unknown' : found.length ? 'differs' : 'agrees';
  return { did, foretold, found, verdict };
}
