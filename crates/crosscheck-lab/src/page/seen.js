// What comes back from the stage is data: anybody's script may have written it. Only what a record holds is taken.

const LONGEST = 64 * 1024;
const MOST_HEADERS = 256;

const text = (value) => (typeof value === 'string' ? value.slice(0, LONGEST) : '');
const lines = (value) => (Array.isArray(value) ? value.slice(0, MOST_HEADERS).filter(Array.isArray).map(([name, line]) => [text(name), text(line)]) : []);

const records = {
  response: ({ type, status, url, redirected, headers, body }) => ({
    type: text(type), status: Number.isInteger(status) ? status : 0, url: text(url),
    ...typeof redirected === 'boolean' && { redirected }, headers: lines(headers), body: text(body),
  }),
  loaded: ({ access }) => ({ access: ['readable', 'tainted', 'muted', 'silent'].find((known) => known === access) }),
  error: ({ name }) => ({ name: text(name) }),
  unobserved: () => ({}),
  unsupported: () => ({}),
};

/** A step's record, made anew from what a message says. */
export function seenOf(told) {
  const kind = Object.keys(records).find((known) => known === told?.kind) ?? 'unsupported';
  return { kind, ...records[kind](told ?? {}) };
}
