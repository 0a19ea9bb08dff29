// Asking the lab's own server.

/** What is wrong with what was asked, as the server says it: in the language that the page has when it is read. */
export class Objection extends Error {
  constructor({ error, hint, field, chinese }) {
    super(error);
    this.field = field;
    const said = () => (document.documentElement.lang === 'zh-CN' && chinese) || [error, hint];
    Object.defineProperties(this, { message: { get: () => said()[0] }, hint: { get: () => said()[1] } });
  }
}

/** What the page that was served holds: the token of its session, and where the stage is. No other script finds it here. */
const session = document.querySelector('meta[name=session]');
const { token } = session.dataset;
export const { stage } = session.dataset;
session.remove();

/** A text's seal: whoever has not this session's token cannot make it. */
export async function sealed(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${token} ${text}`));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function read(response) {
  if (response.status === 204) return null;
  if (response.ok) return response.json();
  if (response.status === 422 && response.headers.get('content-type')?.includes('json')) throw new Objection(await response.json());
  throw new Objection({ error: (await response.text()).trim() || `status ${response.status}` });
}

const asked = { 'x-crosscheck-lab': token };

export const get = async (path) => read(await fetch(path, { headers: asked }));

export const post = async (path, body, signal) => read(await fetch(path, {
  method: 'POST', signal, body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...asked },
}));

/** Asks for the newest only: whoever asks again is no longer told of what was asked before. */
export function newestOnly(path) {
  let running;
  return async (body) => {
    running?.abort();
    const mine = running = new AbortController();
    try {
      return await post(path, body, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return null;
      throw error;
    }
  };
}
