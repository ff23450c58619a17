// How large a job must be: speed-up against the serial time of the job, a panel for each sweep of sizes.
import { logDomain, logTicks } from "../page/axes.js";
import { runtimeLegend } from "../page/drawing.js";
import { formatted } from "../page/units.js";
import { tipOf, valueText } from "../page/wording.js";

export const section = "grain";
export const place = 31;

function picture(sweep, context) {
  const { model, choices, theme, width } = context;
  const points = sweep.lines
    .filter(({ runtime }) => choices.includes("runtimes", model.runtimes[runtime]))
    .flatMap(({ runtime, points: all }) =>
      all
        .filter(({ speedup }) => speedup)
        .map(({ size, job, speedup: [value, low, high], cell }) => ({
          x: job,
          value,
          low,
          high,
          size,
          runtime,
          cell: cell ?? undefined,
          colour: model.colour(runtime, theme),
          shape: model.shape(runtime),
          tip: tipOf(model.cells[cell], model, [`speed-up ${valueText({ value, low, high }, "ratio")}`, `the job takes ${formatted(job, "seconds")} in serial`]),
        })),
    );
  if (!points.length) return { empty: "Nothing here matches the choices above." };
  const x = logDomain(points.map((point) => point.x));
  const y = logDomain([1, ...points.flatMap(({ value, low, high }) => [value, low, high])]);
  return {
    data: { points, limits: [{ value: 1, text: "break-even: above, it is faster than serial" }] },
    scales: { x: { domain: x }, y: { domain: y } },
    signals: { xTicks: logTicks(...x, Math.max(3, Math.floor(width / 90))), yTicks: logTicks(...y) },
    legend: runtimeLegend(model, points.map(({ runtime }) => runtime)),
    sentence: "Where a line crosses 1×, a job has become large enough to be shared out.",
    note: `${sweep.text}; always the same number of chunks, of ever more items.`,
    description: `Speed-up of ${sweep.kernel} against the time that the job takes serially.`,
    columns: [{ title: "Runtime" }, { title: "Size", n: true }, { title: "Job in serial", n: true }, { title: "Speed-up", n: true }],
    rows: points.map((point) => ({
      cell: point.cell,
      cells: [model.runtimes[point.runtime], String(point.size), formatted(point.x, "seconds"), valueText(point, "ratio")],
    })),
  };
}

export function panels(model) {
  return model.sizes.map((sweep, i) => ({
    id: `sizes-${i}`,
    title: `${sweep.kernel}: speed-up against the size of the job, ${sweep.workers} workers`,
    kernel: sweep.kernel,
    wide: true,
    picture: (context) => picture(sweep, context),
  }));
}
