// The convoy: one worker sends small requests while the others compute. Under a lock that computing holds, it starves.
import { logDomain, logTicks } from "../page/axes.js";
import { hasValue } from "../page/data.js";
import { runtimeLegend } from "../page/drawing.js";
import { formatted } from "../page/units.js";
import { tipOf } from "../page/wording.js";

export const section = "waiting";
export const place = 52;
export const drawnAs = "rates";

const views = [
  { id: "rate", counter: "requests_per_second", title: "convoy: requests beside threads that compute", axis: "requests/s (logarithmic)", unit: "rate", better: "Higher is better." },
  { id: "latency", counter: "latency_p99", title: "convoy: latency beside threads that compute", axis: "p99 of the latency (seconds, logarithmic)", unit: "seconds", better: "Lower is better." },
];

const cellsOf = (model, counter) => model.cells.filter((cell) => cell.kernel === "convoy" && hasValue(cell) && cell.counter.get(counter) > 0);

function picture(view, context) {
  const { model, choices, theme } = context;
  const cells = cellsOf(model, view.counter).filter((cell) => choices.includes("runtimes", model.runtimes[cell.runtime]));
  if (!cells.length) return { empty: "Nothing here matches the choices above." };
  const runtimes = [...new Set(cells.map(({ runtime }) => runtime))].sort((a, b) => a - b);
  const computing = [...new Set(cells.map(({ workers }) => workers - 1))].sort((a, b) => a - b);
  const side = (runtime) => (runtimes.length > 1 ? (runtimes.indexOf(runtime) / (runtimes.length - 1) - 0.5) * 0.45 : 0);
  const points = cells.map((cell) => ({
    x: computing.indexOf(cell.workers - 1) + side(cell.runtime),
    value: cell.counter.get(view.counter),
    low: null,
    workers: cell.workers - 1,
    runtime: cell.runtime,
    cell: cell.index,
    colour: model.colour(cell.runtime, theme),
    shape: model.shape(cell.runtime),
    tip: tipOf(cell, model, [`${formatted(cell.counter.get(view.counter), view.unit)}, ${cell.workers - 1} computing`]),
  }));
  const y = logDomain(points.map(({ value }) => value));
  return {
    data: { points },
    scales: { x: { type: "linear", base: undefined, domain: [-0.45, computing.length - 0.55] }, y: { domain: y } },
    signals: { xTicks: computing.map((_, i) => i), xNames: computing.map(String), yTicks: logTicks(...y), yUnit: view.unit },
    tokens: { xTitle: "workers that compute beside the one that sends requests", yTitle: view.axis },
    legend: runtimeLegend(model, runtimes),
    sentence: `One worker sends requests, the others compute. ${view.better}`,
    description: view.title,
    columns: [{ title: "Runtime" }, { title: "Computing", n: true }, { title: view.axis, n: true }],
    rows: points.map((point) => ({ cell: point.cell, cells: [model.runtimes[point.runtime], String(point.workers), formatted(point.value, view.unit)] })),
  };
}

export function panels(model) {
  return views
    .filter((view) => cellsOf(model, view.counter).length)
    .map((view) => ({ id: `convoy-${view.id}`, title: view.title, kernel: "convoy", picture: (context) => picture(view, context) }));
}
