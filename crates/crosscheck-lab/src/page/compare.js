// What a browser did, held against what was predicted.

const decisive = (name) => /^(host|origin|cookie|authorization|range|content-type|access-control-request-.*|x-.*)$/.test(name);
const spoken = (name) => /^(access-control-.*|vary|set-cookie|location|timing-allow-origin|cross-origin-resource-policy)$/.test(name);

/** The headers that CORS is about: those that a script set and those that a browser adds for it. */
export const decisiveLines = (lines) => lines.filter(([name]) => decisive(name.toLowerCase()) && name !== 'host');

export const corsLines = (lines) => lines.filter(([name]) => spoken(name.toLowerCase()));

const outcome = (step) => {
  if (step.kind === 'error') return { kind: step.kind };
  const { kind, type, status, url, redirected, headers, body, access } = step;
  return { kind, type, status, url, redirected, headers, body, access };
};

const request = ({ method, path, headers }) => ({ method, path, headers: headers.filter(([name]) => decisive(name)).map((line) => [...line]).sort() });

const plain = (record, part, shape) => JSON.parse(JSON.stringify(record[part].map(shape)).replaceAll(record.run, '{run}'));

/** Names the differences between two records; an empty list means that they agree. */
export function differences(did, predicted) {
  const found = [];
  for (const [part, shape, name] of [['steps', outcome, 'step'], ['wire', request, 'request']]) {
    const [a, b] = [plain(did, part, shape), plain(predicted, part, shape)];
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const [x, y] = [JSON.stringify(a[i]) ?? '—', JSON.stringify(b[i]) ?? '—'];
      if (x !== y) found.push(`${name} ${i + 1}: ${x} ≠ ${y}`);
    }
  }
  return found;
}
