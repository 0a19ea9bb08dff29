// Asking the lab's own server.

/** What is wrong with what was asked, as the server says it. */
export class Objection extends Error {
  constructor({ error, hint, field }) {
    super(error);
    this.hint = hint;
    this.field = field;
  }
}

async function read(response) {
  if (response.status === 204) return null;
  if (response.ok) return response.json();
  if (response.status === 422 && response.headers.get('content-type')?.includes('json')) throw new Objection(await response.json());
  throw new Objection({ error: (await response.text()).trim() || `status ${response.status}` });
}

export const get = async (path) => read(await fetch(path));

export const post = async (path, body, signal, more) => read(await fetch(path, {
  method: 'POST', signal, body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...more },
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
