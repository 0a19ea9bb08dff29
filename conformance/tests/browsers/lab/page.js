// Frames a stage as the lab's page does, and plays two steps: a script, and a fetch that tells what it did.
// ASKED: { stage, server }

const { stage, server } = ASKED;
const steps = [{ api: 'script', url: `${server}/x.js` }, { api: 'fetch', url: `${server}/next` }];
const frame = Object.assign(document.createElement('iframe'), { src: `${stage}/stage.html` });
frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
let loads = 0;
let awaited = 0;
frame.onload = () => { document.body.dataset.loads = ++loads; };
addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== stage) return;
  // What the script itself says is none of it.
  const ended = awaited === 0 ? data?.ready === true : data?.played === awaited;
  if (!ended) return;
  const step = steps[awaited++];
  if (step) frame.contentWindow.postMessage({ id: awaited, step }, stage);
  else document.body.dataset.told = data.seen.body ?? data.seen.kind;
});
document.body.append(frame);
