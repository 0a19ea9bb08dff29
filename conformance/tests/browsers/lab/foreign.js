// A page of a stranger, on this machine: everything that it can do to a lab whose addresses it knows.
// ASKED: { page, stage, api, bystander, links, routes }

const { page, stage, api, bystander, links, routes } = ASKED;
const told = [];
const soon = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** What becomes of it: `refused`, or `nothing` where the browser lets it wait behind all the rest. */
const attempt = async (name, work) => {
  try { told.push(`${name}: ${await Promise.race([work(), soon(10000).then(() => 'nothing')])}`); } catch (error) { told.push(`${name}: refused`); }
};
const step = { api: 'fetch', url: `${bystander}/by-step`, method: 'POST', body: { kind: 'text', value: 'body' } };
const bodies = {
  '/check': { page: 'https://a.example', step: { ...step, url: `${bystander}/by-check` } },
  '/reports': { foreign: true },
};
const bodyOf = (path) => JSON.stringify(bodies[path] ?? {});

/** Something in the document; resolves when it is loaded, refused, or neither for a while. */
const put = (name, attributes, parent = document.body) => {
  const node = Object.assign(document.createElement(name), attributes);
  const done = new Promise((resolve) => { node.onload = () => resolve('loaded'); node.onerror = () => resolve('refused'); });
  parent.append(node);
  return Promise.race([done.then((how) => [node, how]), soon(3000).then(() => [node, 'nothing'])]);
};

async function fetches() {
  await Promise.all(routes.map(async ([method, path]) => {
    const url = page + path;
    const body = method === 'POST' ? bodyOf(path) : undefined;
    for (const headers of [{}, { 'x-crosscheck-lab': 'yes' }, { 'content-type': 'application/json' }]) {
      await attempt(`read ${method} ${path} ${Object.keys(headers)}`, async () => (await fetch(url, { method, body, credentials: 'include', headers })).status);
    }
    // Sent blindly: what is asserted is that nothing came of it.
    navigator.sendBeacon(url, bodyOf(path));
    await attempt(`send ${method} ${path}`, async () => { await fetch(url, { method, body, mode: 'no-cors', credentials: 'include' }); throw new Error('sent'); });
  }));
  await attempt('read the page', async () => (await (await fetch(`${page}/`)).text()).length);
  await attempt('read the page by its other name', async () => (await (await fetch(`${page.replace('localhost', '127.0.0.1')}/`)).text()).length);
}

async function elements() {
  const paths = ['/', '/main.js', '/ask.js', ...routes.filter(([method]) => method === 'GET').map(([, path]) => path)];
  const kinds = [['script', 'src'], ['img', 'src'], ['link', 'href']];
  await Promise.all(paths.flatMap((path) => kinds.map(async ([name, key]) => {
    const [, how] = await put(name, { [key]: page + path, ...name === 'link' && { rel: 'stylesheet' } });
    told.push(`${name} ${path}: ${how === 'loaded' ? 'loaded' : 'refused'}`);
  })));
}

async function frames() {
  const scene = { id: 'step-0', step: { api: 'script', url: `${bystander}/by-message` } };
  const urls = [...links, `${page}/docs/`, `${stage}/stage.html`, `${api}/simple/a`];
  const kinds = [{}, { sandbox: 'allow-scripts' }, { sandbox: 'allow-scripts allow-same-origin' }];
  await Promise.all(urls.flatMap((src) => kinds.map(async (attributes) => {
    const [frame] = await put('iframe', { src, ...attributes });
    // A page that was refused is one of the browser's own, and hears nobody.
    for (const message of [scene, { ready: true }, { played: 'step-0', seen: { kind: 'response' } }]) frame.contentWindow?.postMessage(message, '*');
  })));
}

async function windows() {
  await Promise.all([...links, `${stage}/stage.html`].map(async (url) => {
    const opened = window.open(url);
    told.push(`window: ${opened ? 'opened' : 'blocked'}`);
    // Whoever holds it leads it on, again and again, while it loads and plays.
    for (let at = 0; at < 10 && opened; at++) {
      await soon(150);
      try { opened.postMessage({ id: 'step-0', step: { api: 'script', url: `${bystander}/by-message` } }, '*'); } catch { /* It is gone. */ }
      try { opened.location = links[at % links.length]; } catch { /* It is gone. */ }
    }
  }));
}

async function forms() {
  const kinds = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
  await Promise.all(routes.flatMap(([, path]) => kinds.map(async (enctype) => {
    const target = `frame-${path}-${enctype}`;
    const frame = Object.assign(document.createElement('iframe'), { name: target });
    const form = Object.assign(document.createElement('form'), { action: page + path, method: 'post', enctype, target });
    // As text/plain it is JSON to the byte, but for the end of the line.
    form.append(Object.assign(document.createElement('input'), { name: `${bodyOf(path).slice(0, -1)},"x":"`, value: '"}' }));
    document.body.append(frame, form);
    const loaded = new Promise((resolve) => { frame.onload = resolve; });
    form.submit();
    await Promise.race([loaded, soon(3000)]);
  })));
}

const go = Object.assign(document.createElement('button'), { id: 'go', onclick: async () => {
  // While the click is fresh, windows may be opened.
  const opened = windows();
  await fetches();
  await elements();
  await forms();
  await frames();
  await opened;
  document.body.dataset.told = JSON.stringify(told);
} });
document.body.append(go);
