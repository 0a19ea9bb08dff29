// The frame in which scenes are played: the page's own, or a sandboxed one whose origin is `null`.

import { perform } from '/perform.js';

const onStage = (step) => (perform[step.api] ?? (async () => ({ kind: 'unsupported' })))(step);

addEventListener('message', async ({ data, source }) => {
  if (source !== parent || !data?.step) return;
  const late = new Promise((resolve) => setTimeout(resolve, 8000, { kind: 'unsupported' }));
  parent.postMessage({ played: data.id, seen: await Promise.race([onStage(data.step), late]) }, '*');
});
parent.postMessage({ ready: true }, '*');
