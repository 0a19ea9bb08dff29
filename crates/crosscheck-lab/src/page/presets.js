// The usual cases, each as a scenario: what people ask about most.

const APP = 'https://app.example';
const API = 'https://api.example';

const rule = (path, method, status, ...headers) => ({ origin: API, path, method, status, headers, body: '' });
const allow = (value = APP) => ['Access-Control-Allow-Origin', value];
const vary = ['Vary', 'Origin'];
const credentials = ['Access-Control-Allow-Credentials', 'true'];
const methods = (value) => ['Access-Control-Allow-Methods', value];
const headers = (value) => ['Access-Control-Allow-Headers', value];

const ask = (step, server, page = APP) => ({ id: 'lab', page, steps: [{ api: 'fetch', ...step }], server });
const get = (path, more = {}) => ({ url: API + path, ...more });
const send = (path, method, more = {}) => ({ url: API + path, method, headers: [['Content-Type', 'application/json']], body: { kind: 'text', value: '{"quantity": 2}' }, ...more });

export const presets = {
  missing: () => ask(get('/orders'), [rule('/orders', '*', 200)]),
  shared: () => ask(get('/orders'), [rule('/orders', '*', 200, allow(), vary)]),
  json: () => ask(send('/orders', 'POST'), [
    rule('/orders', 'OPTIONS', 204, allow(), vary, headers('content-type')), rule('/orders', '*', 201, allow(), vary)]),
  wildcard: () => ask(get('/account', { credentials: 'include' }), [rule('/account', '*', 200, allow('*'), credentials)]),
  credentials: () => ask(get('/account', { credentials: 'include' }), [rule('/account', '*', 200, allow(), vary)]),
  patch: () => ask(send('/orders/1', 'patch'), [
    rule('/orders/1', 'OPTIONS', 204, allow(), vary, methods('PATCH'), headers('content-type')), rule('/orders/1', '*', 200, allow(), vary)]),
  authorization: () => ask(get('/account', { headers: [['Authorization', 'Bearer abc']] }), [
    rule('/account', 'OPTIONS', 204, allow('*'), headers('*')), rule('/account', '*', 200, allow('*'))]),
  unauthorized: () => ask(send('/orders', 'PUT'), [
    rule('/orders', 'OPTIONS', 401, ['WWW-Authenticate', 'Bearer']), rule('/orders', '*', 200, allow(), vary)]),
  redirected: () => ask(send('/orders', 'PUT'), [
    rule('/orders', 'OPTIONS', 308, allow(), vary, ['Location', '/orders/']), rule('/orders', '*', 308, allow(), vary, ['Location', '/orders/']),
    rule('/orders/', 'OPTIONS', 204, allow(), vary, methods('PUT'), headers('content-type')), rule('/orders/', '*', 200, allow(), vary)]),
  moved: () => ask(get('/old'), [
    rule('/old', '*', 302, allow('*'), ['Location', 'https://cdn.example/new']),
    { ...rule('/new', '*', 200, allow(), vary), origin: 'https://cdn.example' }]),
  twice: () => ask(get('/orders'), [rule('/orders', '*', 200, allow(), allow(), vary)]),
  slash: () => ask(get('/orders'), [rule('/orders', '*', 200, allow(`${APP}/`), vary)]),
  expose: () => ask(get('/orders'), [rule('/orders', '*', 200, allow(), vary, ['X-Total-Count', '42'], ['Link', '</orders?page=2>; rel=next'])]),
  error: () => ask(get('/orders/404'), [rule('/orders/404', '*', 404, ['Content-Type', 'application/json'])]),
  onRequest: () => ask(get('/orders', { headers: [['Access-Control-Allow-Origin', '*']] }), [rule('/orders', '*', 200)]),
  noCors: () => ask(get('/orders', { mode: 'no-cors' }), [rule('/orders', '*', 200)]),
  sandboxed: () => ask(get('/orders'), [rule('/orders', '*', 200, allow(), vary)], 'null'),
  image: () => ask({ api: 'img', url: `${API}/photo.png` }, [{ ...rule('/photo.png', '*', 200, ['Content-Type', 'image/png']), body: '@png' }]),
  /** The picture is kept without a word of CORS, and the fetch is answered from there. */
  cachedImage: () => {
    const kept = { ...rule('/photo.png', '*', 200, ['Content-Type', 'image/png'], ['Cache-Control', 'max-age=600']), body: '@png' };
    const shares = { ...kept, headers: [...kept.headers, allow()], when: { origin: APP } };
    const scenario = ask({ api: 'img', url: `${API}/photo.png` }, [shares, kept]);
    scenario.steps.push({ api: 'fetch', url: `${API}/photo.png` });
    return scenario;
  },
  remembered: () => {
    const put = send('/orders/1', 'PUT');
    const scenario = ask(put, [
      rule('/orders/1', 'OPTIONS', 204, allow(), vary, methods('PUT'), headers('content-type'), ['Access-Control-Max-Age', '86400']),
      rule('/orders/1', '*', 200, allow(), vary)]);
    scenario.steps.push({ ...scenario.steps[0], wait_ms: 3_600_000 });
    return scenario;
  },
};
