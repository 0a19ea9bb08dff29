// Where steps run: in the page, its frames, windows and workers. Each of them runs this same text, says that it
// is there, and is handed a port by which it is told its steps.

const HERE = '/__o2/';

// ---- the side that is told

const serve = (port) => {
  port.onmessage = async ({ data: { number, step } }) => port.postMessage({ number, seen: await act(step) });
};

if (inWorker) {
  if (typeof SharedWorkerGlobalScope !== 'undefined' && self instanceof SharedWorkerGlobalScope) {
    self.onconnect = ({ ports: [port] }) => serve(port);
  } else {
    serve(self);
  }
} else if (parent !== self || opener) {
  addEventListener('message', ({ data, ports }) => { if (data === 'crosscheck-port') serve(ports[0]); });
  (parent !== self ? parent : opener).postMessage('crosscheck-here', '*');
}

// ---- the side that tells

/** A function that does a step at the other end of a port. */
function teller(port) {
  const waiting = new Map();
  let last = 0;
  port.onmessage = ({ data: { number, seen } }) => { waiting.get(number)?.(seen); waiting.delete(number); };
  return (step) => new Promise((resolve) => { waiting.set(++last, resolve); port.postMessage({ number: last, step }); });
}

/** Waits until a frame or window says that it is there; null if it never does. */
function greeted(other) {
  return Promise.race([pause(4000).then(() => null), new Promise((resolve) => {
    addEventListener('message', function listen({ data, source }) {
      if (data !== 'crosscheck-here' || source !== other()) return;
      removeEventListener('message', listen);
      const { port1, port2 } = new MessageChannel();
      source.postMessage('crosscheck-port', '*', [port2]);
      resolve(teller(port1));
    });
  })]);
}

async function framed(attributes) {
  const node = document.createElement('iframe');
  const there = greeted(() => node.contentWindow);
  Object.assign(node, attributes);
  document.body.append(node);
  const tell = await there;
  if (!tell) node.remove();
  return tell;
}

const opening = {
  frame: (origin, allow) => framed({ allow, src: `${origin}${HERE}frame` }),
  credentialless: (origin) => framed({ credentialless: true, src: `${origin}${HERE}frame` }),
  sandbox: () => framed({ sandbox: 'allow-scripts', src: `${HERE}frame` }),
  srcdoc: () => framed({ srcdoc: `<!doctype html><body><script src="${HERE}script.js"><\/script>` }),
  async window(origin) {
    let other = null;
    const there = greeted(() => other);
    other = open(`${origin}${HERE}frame`);
    const tell = other && await there;
    if (tell) tell.close = () => other.close(); else other?.close();
    return tell;
  },
  worker: async () => teller(new Worker(`${HERE}worker.js`)),
  'module-worker': async () => teller(new Worker(`${HERE}worker.js`, { type: 'module' })),
  'shared-worker': async () => (typeof SharedWorker === 'undefined' ? 'unsupported' : teller(new SharedWorker(`${HERE}shared.js`).port)),
  async 'service-worker-controlled'() {
    if (!navigator.serviceWorker) return 'unsupported';
    const registration = await navigator.serviceWorker.register(`${HERE}sw/sw.js`, { scope: `${HERE}sw/` });
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    for (const until = Date.now() + 3000; worker.state !== 'activated' && Date.now() < until;) await pause(20);
    return framed({ src: `${HERE}sw/frame` });
  },
};

const opened = new Map();

/** Does a step where it says; frames and workers stay for as long as the page does. */
async function actWhere(step, home) {
  const where = step.in ?? home;
  if (where === 'top') return act(step);
  const name = `${where} ${step.allow ?? ''}`;
  if (!opened.has(name)) {
    const [kind, ...origin] = where.split(':');
    const tell = opening[kind](origin.join(':'), step.allow ?? '').catch(() => null);
    opened.set(name, Promise.race([tell, pause(6000).then(() => null)]));
  }
  const tell = await opened.get(name);
  if (tell === 'unsupported') return unsupported;
  if (!tell) return failed('no-context');
  return Promise.race([tell(step), pause(5000).then(() => ({ kind: 'pending' }))]);
}

async function closeWindows() {
  for (const [name, promise] of opened) {
    if (!name.startsWith('window:')) continue;
    opened.delete(name);
    (await promise)?.close();
  }
}
