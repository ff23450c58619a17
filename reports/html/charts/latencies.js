// How long a request takes: percentiles from p50 to the longest, a panel for each kernel that sends requests, at one number
// of workers in flight.
import { positiveScale } from "../page/axes.js";
import { hasValue, workersText } from "../page/data.js";
import { runtimeLegend } from "../page/drawing.js";
import { formatted } from "../page/units.js";
import { tipOf } from "../page/wording.js";

export const section = "waiting";
export const place = 51;
export const drawnAs = "rates";

const percentiles = [["latency_p50", "p50"], ["latency_p90", "p90"], ["latency_p99", "p99"], ["latency_max", "longest"]];
const measured = (cell) => hasValue(cell) && cell.counter.has("latency_p50");
const cellsOf = (work, model) => model.ofWork.get(work.index).filter(measured);
const worksOf = (kernel, model) => model.worksOf(kernel).filter((work) => cellsOf(work, model).length);

function picture(kernel, context) {
  const { model, choices, theme } = context;
  const work = model.works[Number(context.chosen(`latency.${kernel}`))];
  const workers = Number(context.chosen(`latency.${kernel}.workers`));
  const cells = cellsOf(work, model).filter((cell) => choices.includes("runtimes", model.runtimes[cell.runtime]) && cell.workers === workers);
  if (!cells.length) return { empty: "Nothing here matches the choices above." };
  const side = (i) => (cells.length > 1 ? (i / (cells.length - 1) - 0.5) * 0.4 : 0);
  const points = cells.flatMap((cell, i) =>
    percentiles
      .map(([counter, name], at) => ({ at, name, value: cell.counter.get(counter) }))
      .filter(({ value }) => value > 0)
      .map(({ at, name, value }) => ({
        x: at + side(i),
        value,
        low: null,
        name,
        runtime: cell.runtime,
        cell: cell.index,
        colour: model.colour(cell.runtime, theme),
        shape: model.shape(cell.runtime),
        tip: tipOf(cell, model, [`${name} ${formatted(value, "seconds")}`]),
      })),
  );
  const y = positiveScale(points.map(({ value }) => value));
  return {
    data: { points },
    scales: { x: { type: "linear", base: undefined, domain: [-0.4, percentiles.length - 0.6] }, y: y.scale },
    signals: { xTicks: percentiles.map((_, i) => i), xNames: percentiles.map(([, name]) => name), yTicks: y.ticks, yUnit: "seconds" },
    tokens: { xTitle: "share of the requests that are answered by then", yTitle: `latency (seconds${y.log ? ", logarithmic" : ""})` },
    legend: runtimeLegend(model, cells.map(({ runtime }) => runtime)),
    sentence: `${work.text}, ${workersText(workers)} in flight`,
    note: "Medians over the repetitions. A worker sends its next request when it has the answer to the last one.",
    description: `Percentiles of the latency of ${work.name}.`,
    columns: [{ title: "Runtime" }, ...percentiles.map(([, title]) => ({ title, n: true }))],
    rows: cells.map((cell) => ({ cell: cell.index, cells: [model.runtimes[cell.runtime], ...percentiles.map(([counter]) => formatted(cell.counter.get(counter), "seconds"))] })),
  };
}

export function panels(model) {
  const kernels = model.kernels.filter((kernel) => kernel !== "convoy" && worksOf(kernel, model).length);
  return kernels.map((kernel) => ({
    id: `latencies-${kernel}`,
    title: `${kernel}: latency`,
    kernel,
    controls: [
      {
        key: `latency.${kernel}`,
        label: "Work",
        options: () => worksOf(kernel, model).map((work) => ({ value: String(work.index), text: work.text || work.kernel })),
      },
      {
        key: `latency.${kernel}.workers`,
        label: "In flight",
        options: (context) => {
          const work = model.works[Number(context.chosen(`latency.${kernel}`))];
          return [...new Set(cellsOf(work, model).map((cell) => cell.workers))].sort((a, b) => a - b).map((count) => ({ value: String(count), text: workersText(count) }));
        },
        otherwise: (context) => {
          const work = model.works[Number(context.chosen(`latency.${kernel}`))];
          const counts = [...new Set(cellsOf(work, model).map((cell) => cell.workers))].sort((a, b) => a - b);
          return String(counts.at(Math.floor(counts.length / 2)));
        },
      },
    ],
    picture: (context) => picture(kernel, context),
  }));
}
