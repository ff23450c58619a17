// Ticks and domains. Those of logarithmic axes are ours: Vega's would be labelled at 1, 2, 3 ... of every decade.

// Round numbers of a logarithmic axis, at most `most` of them: all decades, then 1 2 5 between, or every n-th decade.
export function logTicks(low, high, most = 7) {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const within = (ticks) => ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  for (const steps of [[1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const ticks = within(decades.flatMap((decade) => steps.map((step) => Number(`${step}e${decade}`))));
    if (ticks.length <= most) return ticks;
  }
  const stride = Math.ceil(decades.length / most);
  return within(decades.filter((decade) => decade % stride === 0).map((decade) => Number(`1e${decade}`)));
}

// The range of values with a little room on both sides, for a logarithmic axis.
export function logDomain(values, room = 1.12) {
  const positive = values.filter((value) => value > 0);
  const [low, high] = [positive.reduce((a, b) => Math.min(a, b), Infinity), positive.reduce((a, b) => Math.max(a, b), -Infinity)];
  return positive.length ? [low / room, high * room] : [1, 10];
}

// A logarithmic scale with its ticks; a linear one where the values are so close that a logarithmic one would have none.
export function positiveScale(values, most = 7, room = 1.12) {
  const domain = logDomain(values, room);
  if (domain[1] / domain[0] > 3) return { log: true, scale: logScale(domain), ticks: logTicks(...domain, most) };
  return { log: false, scale: { type: "linear", base: undefined, domain, nice: false, zero: false }, ticks: null };
}

// Ticks of a linear axis from 0 at round numbers of bytes.
export function byteTicks(high, most = 5) {
  let step = 1;
  while (high / step > most) step *= 2;
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, i) => i * step);
}

export const logScale = (domain, base = 10) => ({ type: "log", base, domain, nice: false, zero: false, domainRaw: undefined });

export const linearScale = (values) => ({ type: "linear", domain: [0, Math.max(...values, 0) * 1.05 || 1], nice: false, zero: true });

// Of ticks that measured counts of workers give, those that do not run into each other on a logarithmic axis.
export function apart(ticks, low, high, width) {
  const place = (tick) => (Math.log(tick / low) / Math.log(high / low || 2)) * width;
  const kept = [];
  for (const tick of ticks)
    if (!kept.length || place(tick) - place(kept.at(-1)) > 14 + 4 * String(tick).length) kept.push(tick);
  return kept;
}

// Where on a base-2 axis a runtime stands beside a count, so that points and intervals do not hide each other: within
// half of the smallest gap between two counts.
export function dodge(counts, lines) {
  const logs = counts.map(Math.log2);
  const gap = logs.slice(1).reduce((least, log, i) => Math.min(least, log - logs[i]), 1);
  const step = lines > 1 ? Math.min((0.55 * gap) / (lines - 1), 0.12 * gap) : 0;
  return (count, line) => count * 2 ** (step * (line - (lines - 1) / 2));
}
