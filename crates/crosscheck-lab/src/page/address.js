// The address holds the case that is shown, at every change; what is too much for an address is not in it.

import { sealed } from '/ask.js';
import { remembered } from '/remember.js';
import { fromFragment, toFragment } from '/share.js';

const LONGEST = 16 * 1024;
/** Which fragment this tab wrote itself, and how its case had come; sealed, so that nobody else can say so. */
const own = remembered(() => sessionStorage, 'own', LONGEST + 256);
let written = '';

export const isLink = () => location.hash.startsWith('#cors=');

function show(fragment) {
  // A browser takes so many changes of an address and no more.
  try { history.replaceState(null, '', fragment || location.pathname + location.search); } catch { /* The next one will do. */ }
}

/** Writes a case into the address. `from` says how it came, if somebody else wrote it. Out: whether it is short enough. */
export async function writeAddress(scenario, from) {
  const fragment = await toFragment(scenario).catch(() => '');
  const isShort = fragment !== '' && fragment.length <= LONGEST;
  written = isShort ? fragment : '';
  if (written !== location.hash) show(written);
  own.set(isShort ? `${from ?? ''} ${await sealed(`${from ?? ''} ${fragment}`)}` : '');
  return isShort;
}

/** After a jump to a part of the page the case is in the address again. */
export const restoreAddress = () => { if (written) show(written); };

/** The case of the address, and how it came: by a `link`, unless this tab wrote it itself. Throws `newer` or `broken`. */
export async function readAddress() {
  const fragment = location.hash;
  const scenario = await fromFragment(fragment);
  if (!scenario) return null;
  const [from, seal] = (own.get() ?? '').split(' ');
  const isOwn = seal !== undefined && seal === await sealed(`${from} ${fragment}`);
  return { scenario, from: isOwn ? from || null : 'link' };
}
