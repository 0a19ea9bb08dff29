// Seconds as people say them.

/** Hours, minutes and seconds; without those that are none. */
export function inUnits(seconds, [hour, minute, second]) {
  const parts = [[Math.floor(seconds / 3600), hour], [Math.floor(seconds / 60) % 60, minute], [seconds % 60, second]];
  const said = parts.filter(([number]) => number > 0).map(([number, unit]) => `${number}${unit}`);
  return said.join(' ') || `0${second}`;
}
