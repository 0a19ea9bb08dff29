// What a page can do with a URL beyond the stage's performer, whose names are at hand here: media, modules, styles,
// frames, forms, sockets.

const inWorker = typeof document === 'undefined';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** The name of the event that comes; null if none does in time. */
const eventWithin = (ms, target, ...names) => Promise.race([event(target, ...names), pause(ms).then(() => null)]);
const unobserved = { kind: 'unobserved' };
const unsupported = { kind: 'unsupported' };
/** What became of something that says when it has loaded, and not what of it may be read. */
const byEvent = (name) => (name === null ? { kind: 'pending' } : name === 'error' ? failed('error') : loaded('unknown'));

// ---- modules

const imported = async (promise) => { try { await promise(); return loaded('readable'); } catch (error) { return failed(error.name); } };
// Words that not every parser knows are for those that do.
const importAs = (type) => ({ url }) => imported(() => new Function('url', `return import(url, { with: { type: '${type}' } })`)(url));

async function importIntoWorker({ url }) {
  if (!inWorker || typeof importScripts === 'undefined') return unsupported;
  try { importScripts(url); } catch (error) { if (!error.message.includes('boom')) return failed(error.name); }
  return loaded('readable');
}

// ---- links

async function link(step, rel) {
  const node = marked(document.createElement('link'), step);
  node.rel = rel;
  if (step.as) node.as = step.as;
  const told = eventWithin(1500, node, 'load', 'error');
  node.href = step.url;
  document.head.append(node);
  return byEvent(await told);
}

// ---- styles that name a URL

/** Shows something for a moment. Whether it was loaded, no script is told. */
async function shown(style, markup = '') {
  const box = document.createElement('div');
  box.style.cssText = `width: 9px; height: 9px; ${style}`;
  box.innerHTML = markup;
  document.body.append(box);
  box.getBoundingClientRect();
  await pause(300);
  box.remove();
  return unobserved;
}

async function importIntoStyle({ url }) {
  const node = document.createElement('style');
  node.textContent = `@import url("${url}");`;
  const told = eventWithin(1500, node, 'load', 'error');
  document.head.append(node);
  await told;
  let seen = failed('error');
  try {
    const { styleSheet } = node.sheet.cssRules[0];
    if (styleSheet) seen = styleSheet.cssRules && loaded('readable');
  } catch { seen = loaded('tainted'); }
  node.remove();
  return seen;
}

// ---- media

async function audio(step) {
  const node = document.createElement('audio');
  if (!node.canPlayType('audio/wav')) return unsupported;
  node.preload = 'auto';
  marked(node, step);
  const told = eventWithin(3000, node, 'loadedmetadata', 'error');
  node.src = step.url;
  const seen = byEvent(await told);
  unload(node);
  return seen;
}

/** Draws a frame and reads a pixel back, if the frame comes. */
async function video(step) {
  const node = document.createElement('video');
  if (!node.canPlayType('video/webm; codecs="vp8"')) return unsupported;
  node.muted = true;
  node.preload = 'auto';
  marked(node, step);
  const told = eventWithin(3000, node, 'loadeddata', 'error');
  node.src = step.url;
  let seen = byEvent(await told);
  if (seen.access) {
    node.play().catch(() => {});
    const frame = new Promise((resolve) => node.requestVideoFrameCallback?.(resolve));
    await Promise.race([frame, pause(500)]);
    seen = pixelOf(node);
  }
  unload(node);
  return seen;
}

function pixelOf(node) {
  const context = document.createElement('canvas').getContext('2d');
  context.drawImage(node, 0, 0);
  // Without a frame there is nothing to read, and nothing is known.
  try { return context.getImageData(0, 0, 1, 1).data[3] ? loaded('readable') : unsupported; } catch { return loaded('tainted'); }
}

function unload(node) {
  node.removeAttribute('src');
  node.load();
}

async function track(step) {
  const film = marked(document.createElement('video'), step);
  const node = document.createElement('track');
  node.kind = 'subtitles';
  node.default = true;
  film.append(node);
  document.body.append(film);
  node.track.mode = 'hidden';
  const told = eventWithin(1500, node, 'load', 'error');
  node.src = step.url;
  const name = await told;
  const seen = name === 'load' && node.track.cues?.length ? loaded('readable') : byEvent(name);
  film.remove();
  return seen;
}

// ---- frames and forms

async function iframe(step) {
  const node = document.createElement('iframe');
  if (step.allow) node.allow = step.allow;
  if (step.referrerPolicy !== undefined) node.referrerPolicy = step.referrerPolicy;
  let listen;
  const spoke = new Promise((resolve) => {
    listen = ({ source, data }) => { if (source === node.contentWindow && data === 'is-there') resolve(loaded('unknown')); };
    addEventListener('message', listen);
  });
  node.src = step.url;
  document.body.append(node);
  const seen = await Promise.race([spoke, pause(1500).then(() => failed('blocked'))]);
  removeEventListener('message', listen);
  node.remove();
  return seen;
}

/** Sends a form into a frame of its own. */
async function form(step) {
  const frame = document.createElement('iframe');
  frame.name = `target-${Math.random()}`;
  document.body.append(frame);
  const node = document.createElement('form');
  node.method = step.method ?? 'POST';
  node.action = step.url;
  node.target = frame.name;
  if (step.enctype) node.enctype = step.enctype;
  const field = document.createElement('input');
  [field.name, field.value] = ['k', 'v'];
  node.append(field);
  document.body.append(node);
  const told = eventWithin(800, frame, 'load');
  node.submit();
  await told;
  await pause(200);
  node.remove();
  frame.remove();
  return unobserved;
}

// ---- the rest

async function websocket({ url }) {
  const socket = new WebSocket(url);
  const name = await event(socket, 'open', 'error');
  socket.close();
  return name === 'open' ? loaded('readable') : failed('error');
}

async function later(step) {
  if (typeof fetchLater === 'undefined') return unsupported;
  const init = { headers: step.headers ?? [], body: bodyOf(step), activateAfter: step.activateAfter ?? 0 };
  for (const key of GIVEN_TO_FETCH) if (step[key] !== undefined) init[key] = step[key];
  fetchLater(step.url, init);
  await pause(500);
  return unobserved;
}

async function cookie({ set }) {
  if (inWorker) return unsupported;
  if (set) document.cookie = set;
  return { kind: 'cookie', value: document.cookie.split('; ').sort().join('; ') };
}

const all = {
  ...perform,
  audio, cookie, form, iframe, track, video, websocket,
  fetchlater: later,
  import: ({ url }) => imported(() => import(url)),
  importscripts: importIntoWorker,
  'json-module': importAs('json'),
  'css-module': importAs('css'),
  preload: (step) => link(step, 'preload'),
  modulepreload: (step) => link(step, 'modulepreload'),
  'at-import': importIntoStyle,
  background: ({ url }) => shown(`background-image: url("${url}")`),
  mask: ({ url }) => shown(`background: red; -webkit-mask-image: url("${url}"); mask-image: url("${url}")`),
  'svg-use': ({ url }) => shown('', `<svg width="9" height="9"><use href="${url}#i"/></svg>`),
};

/** Does one step here. What has not ended after a while is pending. */
async function act(step) {
  const acted = (all[step.api] ?? (async () => unsupported))(step).catch((error) => failed(error.name));
  const seen = await Promise.race([acted, pause(4000).then(() => ({ kind: 'pending' }))]);
  // No script is told when it is done; the server is to hear of it before the next step.
  if (seen.kind === 'unobserved' && ['beacon', 'shape'].includes(step.api)) await pause(250);
  return seen;
}
