// Sentences about cells and values that several charts use.
import { statuses, hasValue, workersText } from "./data.js";
import { formatted, range } from "./units.js";

// "1.93× (1.88–1.97)", "1.23 ms (0.90–1.26 ms)"
export function valueText({ value, low, high } = {}, unit) {
  const interval = Number.isFinite(low) && Number.isFinite(high) ? ` (${range(low, high, unit)})` : "";
  return formatted(value, unit) + interval;
}

// The text of a tooltip: who, on what, the value of the chart, and how sure it is. `lines` come from the chart.
export function tipOf(cell, model, lines = []) {
  const work = model.works[cell.work];
  const head = [model.runtimes[cell.runtime] ?? cell.name, workersText(cell.workers), cell.label].filter(Boolean).join(", ");
  const all = [head, work ? work.name : cell.name, ...lines];
  if (hasValue(cell)) {
    const [value, low, high] = cell.seconds;
    const time = `time ${valueText({ value, low, high }, "seconds")}`;
    if (!lines.some((line) => line.startsWith("time "))) all.push(time);
    all.push(`${cell.repetitions} repetition${cell.repetitions === 1 ? "" : "s"}`);
  } else all.push(cell.message || cell.status);
  return [...all, ...cell.warnings.map((warning) => "⚠ " + warning)].join("\n");
}

// What a cell without a value shows instead of one.
export const statusMark = (cell) => (!cell ? "–" : cell.status === statuses.notSupported ? "n/s" : "✕ " + cell.status);

// "without a value: fork with 512 workers (not supported), ..." or nothing.
export function withoutValue(cells, model) {
  const absent = cells.filter((cell) => !hasValue(cell));
  if (!absent.length) return "";
  const some = absent.slice(0, 8).map((cell) => `${model.runtimes[cell.runtime]} with ${workersText(cell.workers)} (${cell.status})`);
  return `Without a value: ${some.join(", ")}${absent.length > some.length ? ` and ${absent.length - some.length} more` : ""}.`;
}
