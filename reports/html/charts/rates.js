// Work that waits: how many per second with how many workers in flight, a panel for each kernel.
import { apart, logDomain, logTicks } from "../page/axes.js";
import { hasValue } from "../page/data.js";
import { runtimeLegend } from "../page/drawing.js";
import { rateOf } from "../page/metrics.js";
import { valueText, withoutValue } from "../page/wording.js";
import { lines } from "./scaling.js";

export const section = "waiting";
export const place = 50;

const counts = (work, model) => model.ofWork.get(work.index).some((cell) => cell.counter.has("requests_per_second"));

// Convoy has panels of its own: its workers do different things.
export const worksThatWait = (model) =>
  model.works.filter((work) => work.kernel !== "convoy" && (work.kind === "waiting" || counts(work, model)) && model.ofWork.get(work.index).some(hasValue));

// The work with the most workers in flight says most.
const widest = (works, model) => works.reduce((a, b) => (model.workersOf(b.index).length > model.workersOf(a.index).length ? b : a));

function picture(kernel, context) {
  const { model, choices, width } = context;
  const work = model.works[Number(context.chosen(`rates.${kernel}`))];
  const cells = model.ofWork.get(work.index).filter((cell) => choices.shows(cell));
  const { points, counts: workers, runtimes } = lines(cells, { ...context, name: "rate" }, rateOf);
  const absent = withoutValue(cells, model);
  if (!points.length) return { empty: `No value to draw for these choices. ${absent}` };
  const domain = [workers[0] / 2 ** 0.5, workers.at(-1) * 2 ** 0.5];
  const y = logDomain(points.flatMap(({ value, low, high }) => [value, low, high]));
  const unit = points[0].unit;
  return {
    data: { points },
    scales: { x: { domain }, y: { domain: y } },
    signals: { xTicks: apart(workers, ...domain, width - 90), yTicks: logTicks(...y), yUnit: "rate" },
    tokens: { xTitle: "workers in flight (logarithmic)", yTitle: `${unit}/s (logarithmic)` },
    legend: runtimeLegend(model, runtimes),
    sentence: work.text,
    note: absent,
    description: `${unit} per second of ${work.name} against the workers in flight.`,
    columns: [{ title: "Runtime" }, { title: "In flight", n: true }, { title: `${unit}/s`, n: true }],
    rows: points.map((point) => ({ cell: point.cell, cells: [model.runtimes[point.runtime], String(point.workers), valueText(point, unit)] })),
  };
}

export function panels(model) {
  const waiting = worksThatWait(model);
  return [...new Set(waiting.map(({ kernel }) => kernel))].map((kernel) => {
    const works = waiting.filter((work) => work.kernel === kernel);
    return {
      id: `rates-${kernel}`,
      title: `${kernel}: rate`,
      kernel,
      controls: [
        {
          key: `rates.${kernel}`,
          label: "Work",
          options: () => works.map((work) => ({ value: String(work.index), text: work.text || work.kernel })),
          otherwise: () => String(widest(works, model).index),
        },
      ],
      picture: (context) => picture(kernel, context),
    };
  });
}
