// The same repetitions in the order of the run, where a drift or a step of the machine shows.
import { runtimeLegend } from "../page/drawing.js";
import { formatted } from "../page/units.js";
import { workersText } from "../page/data.js";
import { beside } from "./distributions.js";
import { logTicks } from "../page/axes.js";

export const section = "distributions";
export const place = 71;

const mostDots = 400;

function picture(context) {
  const { model, theme } = context;
  const { chosen, cells } = beside(context);
  if (!cells.length) return { empty: "No value to draw." };
  const points = cells.flatMap((cell) =>
    cell.samples.slice(0, mostDots).map((value, i) => ({
      x: i + 1,
      value,
      runtime: cell.runtime,
      cell: cell.index,
      chosen: cell === chosen,
      colour: model.colour(cell.runtime, theme),
      shape: model.shape(cell.runtime),
      tip: `${model.runtimes[cell.runtime]}, ${workersText(cell.workers)}\nrepetition ${i + 1}: ${formatted(value, "seconds")}`,
    })),
  );
  const values = points.map(({ value }) => value);
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const log = low > 0 && high / low > 20;
  const room = (high - low) * 0.06 || high * 0.06 || 1;
  const count = points.reduce((most, { x }) => Math.max(most, x), 1);
  const stride = Math.ceil(count / 12);
  const y = log ? { type: "log", domain: [low / 1.15, high * 1.15] } : { type: "linear", domain: [Math.max(0, low - room), high + room] };
  return {
    data: { points },
    scales: { x: { domain: [0.6, count + 0.4] }, y },
    signals: { xTicks: Array.from({ length: count }, (_, i) => i + 1).filter((x) => (x - 1) % stride === 0), yTicks: log ? logTicks(...y.domain) : null },
    legend: runtimeLegend(model, cells.map(({ runtime }) => runtime)),
    sentence: `${model.works[chosen.work].name}, ${workersText(chosen.workers)}; ${model.runtimes[chosen.runtime]} is highlighted`,
    description: `Times of ${model.works[chosen.work].name} in the order of the run.`,
    columns: [{ title: "Runtime" }, { title: "Repetition", n: true }, { title: "Time", n: true }],
    rows: points.map((point) => ({ cell: point.cell, cells: [model.runtimes[point.runtime], String(point.x), formatted(point.value, "seconds")] })),
  };
}

export function panels(model) {
  return model.cells.some((cell) => cell.work !== null && cell.samples.length) ? [{ id: "order", title: "In the order of the run", picture }] : [];
}
