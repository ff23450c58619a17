// What can be read off a cell. Each metric gives {value, low, high}, or null where the cell has none; low and high are
// null where no interval is known.
import { hasValue } from "./data.js";
import { baselineText } from "./comparison.js";

// What a cell does per second: requests if it counts them, then items, then jobs.
export function rateOf(cell) {
  if (!hasValue(cell)) return null;
  const unit = cell.counter.has("requests_per_second") ? "requests" : cell.counter.has("items_per_second") ? "items" : "jobs";
  const value = cell.counter.get(unit + "_per_second") ?? 1 / cell.seconds[0];
  const [median, low, high] = cell.seconds; // of the same work, so the rate is the inverse of the time
  const known = low !== null && high !== null;
  return { value, low: known ? (value * median) / high : null, high: known ? (value * median) / low : null, unit };
}

export const metrics = {
  speedup: {
    name: "speed-up",
    title: (baseline) => `speed-up against ${baselineText(baseline)} (×)`,
    unit: "ratio",
    relative: true,
    of: (cell, { comparison, baseline }) => comparison.speedup(cell, baseline),
  },
  efficiency: {
    name: "efficiency",
    title: (baseline) =>
      baseline === "serial" || baseline === "self"
        ? `efficiency: speed-up against ${baselineText(baseline)} / workers (%)`
        : `efficiency relative to ${baselineText(baseline)} (%)`,
    unit: "percent",
    relative: true,
    of: (cell, { comparison, baseline }) => comparison.efficiency(cell, baseline),
  },
  time: {
    name: "time",
    title: () => "time of one job (seconds)",
    unit: "seconds",
    log: true,
    of: (cell) => (hasValue(cell) ? { value: cell.seconds[0], low: cell.seconds[1], high: cell.seconds[2] } : null),
  },
  throughput: {
    name: "throughput",
    title: (_, unit = "items") => `throughput (${unit}/s)`,
    unit: "rate",
    log: true,
    of: rateOf,
  },
  cpu: {
    name: "CPU time",
    title: () => "CPU time of all workers per job (seconds)",
    unit: "seconds",
    log: true,
    of: (cell) => (hasValue(cell) && cell.cpu !== null ? { value: cell.cpu, low: null, high: null } : null),
  },
};
