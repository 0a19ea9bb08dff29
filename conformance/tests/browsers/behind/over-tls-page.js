// Many at once, as a page asks that knows HTTP/2: each must come whole, and over which version.
const api = `https://localhost:${location.hash.slice(1)}`;
const numbers = Array.from({ length: 40 }, (_, n) => n);
try {
  const texts = await Promise.all(
    numbers.map(async (n) => (await fetch(`${api}/part/${n}`, { headers: { "X-Token": "1" } })).text()),
  );
  const whole = texts.every((text, n) => text === `${n} `.repeat(20_000));
  const timings = performance.getEntriesByType("resource");
  const asked = timings.filter(({ name }) => name.startsWith(`${api}/part/`));
  report(`${whole} ${[...new Set(asked.map((timing) => timing.nextHopProtocol))]}`);
} catch (error) {
  report(`refused: ${error}`);
}
