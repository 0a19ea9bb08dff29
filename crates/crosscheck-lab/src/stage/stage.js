// The stage: a frame of its own origin, or a sandboxed one whose origin is `null`. It hears the lab's page alone.

import { perform } from '/perform.js';

const { page } = document.documentElement.dataset;
const onStage = (step) => (perform[step.api] ?? (async () => ({ kind: 'unsupported' })))(step);

addEventListener('message', async ({ data, source, origin }) => {
  if (source !== parent || origin !== page || !data?.step) return;
  const late = new Promise((resolve) => setTimeout(resolve, 8000, { kind: 'unsupported' }));
  parent.postMessage({ played: data.id, seen: await Promise.race([onStage(data.step), late]) }, page);
});
if (parent !== window) parent.postMessage({ ready: true }, page);
