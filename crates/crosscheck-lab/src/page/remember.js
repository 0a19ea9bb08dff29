// What this browser remembers of the page, on this machine only. Where it may not, nothing is remembered.

/** A text in a storage; what is longer than `most` is not kept. */
export function remembered(storage, name, most) {
  const key = `crosscheck.${name}`;
  return {
    get() { try { return storage().getItem(key); } catch { return null; } },
    set(text) {
      try {
        if (text && text.length <= most) storage().setItem(key, text); else storage().removeItem(key);
      } catch { /* It is a convenience. */ }
    },
  };
}
