// Scenes that cannot be played on one machine: every browser's prediction of them is shown.

const APP = 'https://app.example';
const share = (origin, more = []) => [['Access-Control-Allow-Origin', origin], ['Vary', 'Origin'], ...more];
const rule = (origin, path, headers, body = '') => ({ origin, path, method: '*', status: 200, headers, body });
const fetched = (url, more = {}) => ({ api: 'fetch', url, ...more });

export const toldScenes = {
  /** A page, a frame of another origin, a sandboxed one, and one without credentials, which all ask the same API. */
  frames: () => {
    const url = 'https://api.example/orders';
    const include = { credentials: 'include' };
    return {
      page: APP,
      steps: [fetched(url, include), fetched(url, { ...include, in: 'frame:https://widget.example' }), fetched(url, { ...include, in: 'sandbox' })],
      server: [rule('https://api.example', '/orders', share(APP, [['Access-Control-Allow-Credentials', 'true']]))],
    };
  },
  /** A page of the web asks a device at home. */
  local: () => {
    const url = 'http://192.168.1.20/status';
    return {
      page: APP,
      steps: [fetched(url), fetched(url, { targetAddressSpace: 'local' }), fetched('https://router.home.example/status')],
      hosts: { 'router.home.example': '192.168.1.1' },
      permissions: { 'local-network': 'granted' },
      server: [rule('http://192.168.1.20', '/status', share(APP)), rule('https://router.home.example', '/status', share(APP))],
    };
  },
};
