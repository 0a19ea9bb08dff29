// Runs a scene in this very browser, and holds what it did against what was foretold.

const extractBody = (body) => body ? body.value : undefined;

/** Runs the steps of a scene as they stand; the record has the shape of the engine's. */
export async function runScene(scene, run) {
  const steps = [];
  for (const step of scene.steps) {
    const init = { cache: 'no-store' };
    for (const key of ['method', 'mode', 'credentials', 'redirect']) if (step[key] !== undefined) init[key] = step[key];
    if (step.headers) init.headers = step.headers;
    const body = extractBody(step.body);
    if (body !== undefined) init.body = body;
    try {
      const response = await fetch(step.url.replaceAll('{run}', run), init);
      steps.push({
        kind: 'response', type: response.type, status: response.status, url: response.url, redirected: response.redirected,
        headers: [...response.headers].map(([name, value]) => [name.toLowerCase(), value]).sort(), body: await response.text(),
      });
    } catch (error) {
      steps.push({ kind: 'error', name: error.name, message: error.message });
    }
  }
  const wire = await (await fetch(`/wire?run=${encodeURIComponent(run)}`)).json();
  return { run, steps, wire };
}

/** The words of a scene's code, as a reader would write it. */
export function sourceOf(scene) {
  return scene.steps.map((step) => {
    const init = {};
    for (const key of ['method', 'credentials', 'mode']) if (step[key] !== undefined) init[key] = step[key];
    if (step.headers) init.headers = Object.fromEntries(step.headers);
    if (step.body) init.body = step.body.value;
    const url = step.url.replace('/{run}', '/…');
    const options = Object.keys(init).length ? `, ${JSON.stringify(init, null, 2).replace(/"([A-Za-z]+)":/g, '$1:')}` : '';
    return `await fetch(${JSON.stringify(url)}${options});`;
  }).join('\n');
}

const decisive = (name) => /^(origin|cookie|content-type|access-control-request-.*|x-.*)$/.test(name);

/** The headers that CORS is about: those that a script set and those that a browser adds for it. */
export const decisiveLines = (lines) => lines.filter(([name]) => decisive(name));

export const corsLines = (lines) => lines.filter(([name]) => /^(access-control-.*|vary|set-cookie)$/.test(name));

const outcome = (step) => step.kind === 'response'
  ? { kind: step.kind, type: step.type, status: step.status, url: step.url, redirected: step.redirected, headers: step.headers, body: step.body }
  : { kind: step.kind };

const request = (entry) => ({ method: entry.method, path: entry.path, headers: decisiveLines(entry.headers).map((line) => [...line]).sort() });

/** Names the differences between two records; an empty list means that they agree. */
export function differences(did, foretold) {
  const plain = (record) => JSON.parse(JSON.stringify({ steps: record.steps.map(outcome), wire: record.wire.map(request) }).replaceAll(record.run, '{run}'));
  const [a, b] = [plain(did), plain(foretold)];
  const found = [];
  const compare = (where, x, y) => { if (JSON.stringify(x) !== JSON.stringify(y)) found.push(`${where}: ${JSON.stringify(x) ?? '—'} ≠ ${JSON.stringify(y) ?? '—'}`); };
  for (let i = 0; i < Math.max(a.steps.length, b.steps.length); i++) compare(`step ${i + 1}`, a.steps[i], b.steps[i]);
  for (let i = 0; i < Math.max(a.wire.length, b.wire.length); i++) compare(`request ${i + 1}`, a.wire[i], b.wire[i]);
  return found;
}
