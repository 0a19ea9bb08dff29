// Each thing that a page can do with a URL, done for real; told in the shape of the engine's records.

const failed = (name) => ({ kind: 'error', name });
const loaded = (access) => ({ kind: 'loaded', access });
const event = (target, ...names) => new Promise((resolve) => {
  for (const name of names) target.addEventListener(name, () => resolve(name), { once: true });
});
const sorted = (headers) => headers.map(([name, value]) => [name.toLowerCase(), value]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const bodies = {
  text: ({ value }) => value,
  params: ({ value }) => new URLSearchParams(value),
  form: ({ value }) => { const form = new FormData(); form.append('k', value); return form; },
  blob: ({ value, type }) => new Blob([value], { type: type ?? '' }),
  bytes: ({ value }) => new TextEncoder().encode(value),
  stream: ({ value }) => new Blob([value]).stream(),
};
const bodyOf = ({ body }) => (body ? bodies[body.kind](body) : undefined);

const GIVEN_TO_FETCH = ['method', 'mode', 'credentials', 'redirect', 'cache', 'referrerPolicy', 'integrity', 'keepalive', 'targetAddressSpace'];

async function doFetch(step) {
  const init = { headers: step.headers ?? [], body: bodyOf(step) };
  if (step.body?.kind === 'stream') init.duplex = 'half';
  for (const key of GIVEN_TO_FETCH) if (step[key] !== undefined) init[key] = step[key];
  try {
    const response = await fetch(step.url, init);
    const { type, status, url, redirected } = response;
    return { kind: 'response', type, status, url, redirected, headers: sorted([...response.headers]), body: await response.text() };
  } catch (error) {
    return failed(error.name);
  }
}

function xhr(step) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onerror = () => resolve(failed('error'));
    request.onload = () => {
      const lines = request.getAllResponseHeaders().split('\r\n').filter(Boolean);
      const headers = sorted(lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
      resolve({ kind: 'response', type: 'xhr', status: request.status, url: request.responseURL, headers, body: request.responseText });
    };
    try {
      request.open(step.method ?? 'GET', step.url);
      for (const [name, value] of step.headers ?? []) request.setRequestHeader(name, value);
      request.withCredentials = step.credentials === 'include';
      if (step.upload_listener) request.upload.addEventListener('progress', () => {});
      request.send(bodyOf(step));
    } catch (error) {
      resolve(failed(error.name));
    }
  });
}

/** Gives an element the attributes that a step names. */
function marked(node, { crossorigin, referrerPolicy, integrity }) {
  if (crossorigin !== undefined) node.crossOrigin = crossorigin;
  if (referrerPolicy !== undefined) node.referrerPolicy = referrerPolicy;
  if (integrity !== undefined) node.integrity = integrity;
  return node;
}

async function image(step) {
  const picture = marked(new Image(), step);
  picture.src = step.url;
  return (await event(picture, 'load', 'error')) === 'load' ? picture : null;
}

/** Draws the picture and reads a pixel back. */
async function img(step) {
  const picture = await image(step);
  if (!picture) return failed('error');
  const context = document.createElement('canvas').getContext('2d');
  context.drawImage(picture, 0, 0);
  try { context.getImageData(0, 0, 1, 1); return loaded('readable'); } catch { return loaded('tainted'); }
}

async function webgl(step) {
  const gl = document.createElement('canvas').getContext('webgl');
  if (!gl) return { kind: 'unsupported' };
  const picture = await image(step);
  if (!picture) return failed('error');
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  try { gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture); return loaded('readable'); } catch { return loaded('tainted'); }
}

async function font(step) {
  // Firefox keeps what it has loaded for a name.
  const name = `f${Math.random().toString(36).slice(2)}`;
  try { await new FontFace(name, `url("${step.url}")`).load(); return loaded('readable'); } catch (error) { return failed(error.name); }
}

/** The script throws an error with a secret in it: does the page hear of the secret? */
async function script(step) {
  const node = marked(document.createElement('script'), step);
  if (step.module) node.type = 'module';
  let message = null;
  const listen = (told) => { message = told.message; told.preventDefault(); };
  addEventListener('error', listen);
  node.src = step.url;
  document.head.append(node);
  const name = await event(node, 'load', 'error');
  removeEventListener('error', listen);
  node.remove();
  if (name === 'error') return failed('error');
  return loaded(message === null ? 'silent' : message.includes('boom') ? 'readable' : 'muted');
}

async function style(step) {
  const link = marked(document.createElement('link'), step);
  link.rel = 'stylesheet';
  link.href = step.url;
  document.head.append(link);
  let seen = failed('error');
  if (await event(link, 'load', 'error') === 'load') {
    try { seen = link.sheet.cssRules && loaded('readable'); } catch { seen = loaded('tainted'); }
  }
  link.remove();
  return seen;
}

/** Lets text flow around a picture. Whether it did, no script is told; the server sees the request. */
async function shape(step) {
  const float = document.createElement('div');
  float.style.cssText = `float: left; width: 9px; height: 9px; shape-outside: url("${step.url}")`;
  document.body.append(float);
  float.getBoundingClientRect();
  setTimeout(() => float.remove(), 5000);
  return { kind: 'unobserved' };
}

async function eventsource(step) {
  const source = new EventSource(step.url, { withCredentials: step.credentials === 'include' });
  const name = await event(source, 'open', 'error');
  source.close();
  return name === 'open' ? loaded('readable') : failed('error');
}

async function beacon(step) {
  navigator.sendBeacon(step.url, bodyOf(step));
  return { kind: 'unobserved' };
}

export const perform = { fetch: doFetch, xhr, img, webgl, font, script, style, shape, eventsource, beacon };
