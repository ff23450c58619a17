// What more workers bring: a panel for each kernel, the metric of the toolbar against the number of workers.
import { apart, dodge, linearScale, logDomain, logScale, logTicks } from "../page/axes.js";
import { hasValue } from "../page/data.js";
import { rateOf } from "../page/metrics.js";
import { runtimeLegend } from "../page/drawing.js";
import { tipOf, valueText, withoutValue } from "../page/wording.js";

export const section = "scaling";
export const place = 20;

// The work of a kernel in which some runtime gains most over its own slowest number of workers, or over serial.
function mostGain(kernel, model) {
  let best = { gain: -1, work: null };
  for (const work of model.worksOf(kernel)) {
    const cells = model.ofWork.get(work.index).filter(hasValue);
    const serial = model.cells[work.serial];
    const several = model.workersOf(work.index).length > 1;
    for (const cell of cells) {
      const against = hasValue(serial) ? serial.seconds[0] : Math.max(...cells.map(({ seconds }) => seconds[0]));
      const gain = several ? against / cell.seconds[0] : 0;
      if (gain > best.gain) best = { gain, work };
    }
  }
  return best.work ?? model.worksOf(kernel)[0];
}

// A point of a fit (universal scalability law) in the chart's metric. A fit says works per second, so a work's time, from
// which every metric follows as from a measured one.
export function fitRow([workers, rate], cell, context) {
  const { metric, baseline, comparison } = context;
  const seconds = 1 / rate;
  if (metric.name === "time") return seconds;
  if (metric.name === "throughput") return (rateOf(cell).value * cell.seconds[0]) / seconds;
  const against = comparison.baselineOf(cell, baseline);
  if (!metric.relative || (baseline !== "serial" && baseline !== "self") || !hasValue(against)) return null;
  const speedup = against.seconds[0] / seconds;
  return metric.name === "efficiency" ? speedup / workers : speedup;
}

const mostLaws = 4; // more of them nobody reads below a chart

function lawsText(work, runtimes, model) {
  const digits = (value) => Number(value.toPrecision(2));
  const number = ([value, low, high]) => digits(value) + (low === null ? "" : ` (${digits(low)}–${digits(high)})`);
  const fits = model.fits.filter((fit) => fit.work === work.index && runtimes.includes(fit.runtime));
  if (fits.length > mostLaws) return `${fits.length} fits; choose at most ${mostLaws} runtimes above, and their numbers stand here`;
  return fits
    .map(({ runtime, sigma, kappa, serialShare }) => `${model.runtimes[runtime]} σ ${number(sigma)}, κ ${number(kappa)}${serialShare ? `; by Amdahl's law alone a serial share of ${number(serialShare)}` : ""}`)
    .join("; ");
}

export function lines(cells, context, valueOf) {
  const { model, theme } = context;
  const runtimes = [...new Set(cells.map((cell) => cell.runtime))].sort((a, b) => a - b);
  const counts = [...new Set(cells.map((cell) => cell.workers))].sort((a, b) => a - b);
  const beside = dodge(counts, runtimes.length);
  const points = [];
  for (const cell of cells) {
    const found = valueOf(cell);
    if (!found || !(found.value > 0)) continue;
    points.push({
      x: beside(cell.workers, runtimes.indexOf(cell.runtime)),
      workers: cell.workers,
      ...found,
      runtime: cell.runtime,
      cell: cell.index,
      colour: model.colour(cell.runtime, theme),
      shape: model.shape(cell.runtime),
      tip: tipOf(cell, model, [`${context.name ?? context.metric.name} ${valueText(found, found.unit ?? context.metric.unit)}`]),
    });
  }
  return { points, counts, runtimes: [...new Set(points.map(({ runtime }) => runtime))] };
}

function ideal(counts, { metric, baseline }) {
  if (baseline !== "serial" && baseline !== "self") return [];
  const [low, high] = [counts[0], counts.at(-1)];
  const steps = Array.from({ length: 33 }, (_, i) => low * (high / low) ** (i / 32));
  if (metric.name === "speed-up") return steps.map((x) => ({ x, value: x }));
  return metric.name === "efficiency" ? [low * 0.7, high * 1.4].map((x) => ({ x, value: 1 })) : [];
}

function picture(kernel, context) {
  const { model, choices, metric, baseline, width } = context;
  const work = model.works[Number(context.chosen(`scaling.${kernel}`))];
  const cells = model.ofWork.get(work.index).filter((cell) => choices.shows(cell) && cell.workers > 0);
  const { points, counts, runtimes } = lines(cells, context, (cell) => metric.of(cell, context));
  const absent = withoutValue(cells, model);
  if (!points.length) return { empty: `No value to draw for these choices. ${absent}` };

  const domain = [counts[0] / 2 ** 0.4, counts.at(-1) * 2 ** 0.4];
  const ends = points.flatMap(({ value, low, high }) => [value, low, high]).filter((x) => x > 0);
  const fits = model.fits
    .filter((fit) => fit.work === work.index && runtimes.includes(fit.runtime))
    .flatMap((fit) => {
      const anchor = cells.find((cell) => cell.runtime === fit.runtime && hasValue(cell));
      return fit.curve.map((point) => ({ x: point[0], value: fitRow(point, anchor, context), runtime: fit.runtime, colour: model.colour(fit.runtime, context.theme) }));
    })
    .filter(({ value }) => value > 0);
  const wide = Math.max(...ends) / Math.min(...ends) > 30;
  const log = metric.log || (wide && metric.name === "speed-up");
  const line = ideal(counts, context).filter(({ value }) => log || value <= Math.max(...ends, 1) * 1.15);
  const y = log ? logScale(logDomain([...ends, ...(metric.name === "speed-up" ? [1] : [])])) : linearScale([...ends, ...line.map(({ value }) => value)]);
  const crowded = model.cores !== null && counts.at(-1) > model.cores;
  const unit = metric.unit === "rate" ? points[0].unit : metric.unit;
  const waits = crowded && ["waiting", "mixed"].includes(work.kind) ? " More workers than processors is what waiting work wants: while some wait, others run." : "";
  return {
    data: {
      points,
      fits,
      ideal: line,
      crowd: crowded ? [{ from: Math.max(model.cores * 2 ** 0.42, domain[0]), to: domain[1] }] : [],
    },
    scales: { x: { domain }, y },
    signals: { xTicks: apart(counts, ...domain, width - 80), yTicks: log ? logTicks(...y.domain) : null, yUnit: metric.unit },
    tokens: { xTitle: "workers", yTitle: metric.title(baseline, unit) },
    legend: runtimeLegend(model, runtimes),
    sentence: `${work.text || work.kernel}${work === mostGain(kernel, model) && model.worksOf(kernel).length > 1 ? " – where workers bring most" : ""}.${waits}`,
    note: [fits.length ? `Dotted: ${lawsText(work, runtimes, model)}.` : "", absent].filter(Boolean).join(" "),
    description: `${metric.title(baseline, unit)} of ${work.name} against the number of workers.`,
    columns: [{ title: "Runtime" }, { title: "Workers", n: true }, { title: metric.name, n: true }],
    rows: points.map((point) => ({ cell: point.cell, cells: [model.runtimes[point.runtime], String(point.workers), valueText(point, unit)] })),
  };
}

export function panels(model) {
  // Of work that was done with one number of workers only there is nothing to see.
  const scaled = model.kernels.filter((kernel) => model.worksOf(kernel).some((work) => model.workersOf(work.index).length > 1));
  return scaled.map((kernel) => ({
    id: `scaling-${kernel}`,
    title: kernel,
    kernel,
    controls: [
      {
        key: `scaling.${kernel}`,
        label: "Work",
        options: () => model.worksOf(kernel).map((work) => ({ value: String(work.index), text: work.text || work.kernel })),
        otherwise: () => String(mostGain(kernel, model).index),
      },
    ],
    picture: (context) => picture(kernel, context),
  }));
}
