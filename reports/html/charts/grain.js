// How large a task must be: efficiency against the duration of a task, a panel for each sweep of grains. The sentence says
// the METG of each runtime, because labels at crossings would lie on top of each other.
import { logDomain, logTicks } from "../page/axes.js";
import { runtimeLegend } from "../page/drawing.js";
import { formatted } from "../page/units.js";
import { tipOf, valueText } from "../page/wording.js";

export const section = "grain";
export const place = 30;

const shownThreshold = 0.75;
const narrow = 480; // pixels: too few for a long title
const mostNamed = 6; // more of them nobody reads above a chart
const estimate = ([value, low, high]) => ({ value, low, high });

function metgText({ outcome, seconds }) {
  if (outcome === "found") return valueText(estimate(seconds), "seconds");
  return outcome === "below the sweep" ? `at most ${formatted(seconds[0], "seconds")}` : outcome;
}

// The shortest tasks first; then who has none.
export function sentenceOf(found, model) {
  const names = (outcome) => found.filter((one) => one.outcome === outcome).map(({ runtime }) => model.runtimes[runtime]).join(", ");
  const values = found.filter(({ seconds }) => seconds?.[0] > 0).sort((a, b) => a.seconds[0] - b.seconds[0]);
  const named = values.slice(0, mostNamed).map((one) => `${model.runtimes[one.runtime]} ${metgText(one)}`);
  if (values.length > mostNamed) named.push(`${values.length - mostNamed} more in the table below`);
  const [never, unstable] = [names("never reached"), names("unstable")];
  return [
    named.length ? `METG(75 %): ${named.join("; ")}.` : "",
    never ? `METG(75 %) is never reached by ${never}.` : "",
    unstable ? `Unstable: ${unstable}.` : "",
  ].filter(Boolean).join(" ");
}

function picture(sweep, context) {
  const { model, choices, theme, width } = context;
  const lines = sweep.lines.filter(({ runtime }) => choices.includes("runtimes", model.runtimes[runtime]));
  const points = lines.flatMap(({ runtime, points: all }) =>
    all.map(({ grain, granularity, efficiency, cell }) => ({
      x: granularity,
      ...estimate(efficiency),
      grain,
      runtime,
      cell: cell ?? undefined,
      colour: model.colour(runtime, theme),
      shape: model.shape(runtime),
      tip: tipOf(model.cells[cell], model, [`efficiency ${valueText(estimate(efficiency), "percent")}`, `${formatted(granularity, "seconds")} a task`]),
    })),
  );
  if (!points.length) return { empty: "Nothing here matches the choices above." };
  const found = lines.map(({ runtime, metg }) => ({ runtime, ...metg.find(({ threshold }) => threshold === shownThreshold) }));
  const ticks = found
    .filter(({ outcome }) => outcome === "found")
    .map((one) => ({
      x: one.seconds[0],
      value: shownThreshold,
      colour: model.colour(one.runtime, theme),
      tip: `METG(75 %) of ${model.runtimes[one.runtime]}: ${metgText(one)}`,
    }));
  const domain = logDomain(points.map(({ x }) => x));
  const thresholds = [...new Set(sweep.lines.flatMap(({ metg }) => metg.map(({ threshold }) => threshold)))];
  const ofOne = { value: 1 / sweep.workers, text: `one worker alone (${formatted(1 / sweep.workers, "percent")})` };
  const top = Math.min(1.5, Math.max(1.05, ...points.map(({ high }) => high)) * 1.02);
  return {
    data: { points, metg: ticks, limits: [ofOne, ...thresholds.map((value) => ({ value, text: formatted(value, "percent") }))] },
    scales: { x: { domain }, y: { domain: [0, top] } },
    signals: { xTicks: logTicks(...domain, Math.max(3, Math.floor(width / 90))) },
    tokens: { xTitle: width < narrow ? "duration of a task (seconds, logarithmic)" : "duration of a task: time × workers / tasks (seconds, logarithmic)", yTitle: `efficiency (% of ${sweep.reference})` },
    legend: runtimeLegend(model, lines.map(({ runtime }) => runtime)),
    sentence: sentenceOf(found, model),
    note: `Efficiency 100 % is the fastest rows of ${sweep.reference} with ${sweep.workers} workers. The upright ticks mark METG(75 %).`,
    description: `Efficiency of ${sweep.title} against the duration of a task.`,
    columns: [{ title: "Runtime" }, { title: sweep.swept === "grain" ? "Grain" : "Amount", n: true }, { title: "Task", n: true }, { title: "Efficiency", n: true }],
    rows: points.map((point) => ({
      cell: point.cell,
      cells: [model.runtimes[point.runtime], String(point.grain), formatted(point.x, "seconds"), valueText(point, "percent")],
    })),
  };
}

export function panels(model) {
  return model.grains.map((sweep, i) => ({
    id: `grain-${i}`,
    title: `${sweep.title}: efficiency against the duration of a task, ${sweep.workers} workers`,
    kernel: sweep.kernel,
    wide: true,
    picture: (context) => picture(sweep, context),
  }));
}
