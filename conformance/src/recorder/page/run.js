// Runs the scenarios that the recorder gave to this page, tells what script saw of each, and goes on to the
// next page.

const isFirefox = navigator.userAgent.includes('Gecko/');
/** Writes into the console, so that what stands between two marks is known to be one scenario's. */
const mark = (text) => (isFirefox ? reportError(new Error(`crosscheck ${text};`)) : console.log(`crosscheck ${text};`));

async function run({ id, page, steps }) {
  mark(`begins ${id}`);
  const seen = [];
  // A page that was moved from `http` to `https` is another page.
  const isHere = page === 'null' || location.origin === page;
  for (const step of steps) {
    if (!isHere) { seen.push(unsupported); continue; }
    if (step.wait_ms) await pause(step.wait_ms);
    seen.push(await actWhere(step, page === 'null' ? 'sandbox' : 'top'));
  }
  // What the browser still has to say of it.
  await pause(isFirefox ? 90 : 50);
  await closeWindows();
  mark(`ends ${id}`);
  await fetch(`${HERE}told`, { method: 'POST', body: JSON.stringify({ id, steps: seen }) });
}

(async () => {
  // Until a page has loaded, browsers show again whatever it has; no scenario says that it is so early.
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done));
  await pause(0);
  for (const scenario of SCENARIOS) await run(scenario);
  const next = await (await fetch(`${HERE}next`, { method: 'POST' })).text();
  if (next) location.href = next;
})();
