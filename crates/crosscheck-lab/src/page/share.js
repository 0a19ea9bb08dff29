// A scenario in a link: `#cors=1.…`, where 1 is the version of what follows. Nothing leaves the machine.

const VERSION = '1';
const MOST = 64 * 1024;

const through = (bytes, transform) => new Blob([bytes]).stream().pipeThrough(transform);

/** All of a stream, unless it is longer than any scenario. */
async function read(stream) {
  const chunks = [];
  let size = 0;
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) throw new Error('too long');
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

export async function toFragment(scenario) {
  const text = new TextEncoder().encode(JSON.stringify(scenario));
  const bytes = await read(through(text, new CompressionStream('deflate-raw')));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `#cors=${VERSION}.${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The scenario of a link; `null` if there is none in it. Throws `newer` or `broken`. */
export async function fromFragment(fragment) {
  const found = /^#cors=([^.]*)\.?(.*)$/.exec(fragment);
  if (!found) return null;
  const [, version, base64] = found;
  if (/^\d+$/.test(version) && Number(version) > Number(VERSION)) throw new Error('newer');
  try {
    if (version !== VERSION || base64.length > MOST) throw new Error('not a link');
    const bytes = Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const text = await read(through(bytes, new DecompressionStream('deflate-raw')));
    const scenario = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    if (typeof scenario.page !== 'string' || !scenario.steps?.length) throw new Error('not a scenario');
    return scenario;
  } catch {
    throw new Error('broken');
  }
}
