// What a runtime costs by itself: a dot and an interval for each, a panel for each kind of cost.
import { byteTicks, logDomain, logScale, logTicks } from "../page/axes.js";
import { formatted } from "../page/units.js";
import { valueText } from "../page/wording.js";

export const section = "overheads";
export const place = 40;

const titles = {
  region: ["A region", "from handing over a job of one empty item per worker until it is done"],
  claim: ["A claim", "more time for each further chunk that is handed out"],
  start: ["Start", "until the workers are ready"],
  stop: ["Stop", "until the workers have ended"],
};

// Rows of dots, one per runtime; other charts draw the same.
export function dots(found, { unit, title, log, context }) {
  const { model, theme, width } = context;
  const points = found.map(({ runtime, value, low, high, cell, tip }, row) => ({
    row,
    value,
    low,
    high,
    cell,
    runtime,
    text: formatted(value, unit),
    labelled: Math.max(value, high ?? value),
    colour: model.colour(runtime, theme),
    shape: model.shape(runtime),
    tip: tip ?? `${model.runtimes[runtime]}: ${valueText({ value, low, high }, unit)}`,
  }));
  const ends = points.flatMap(({ value, low, high }) => [value, low, high]).filter((x) => Number.isFinite(x));
  // The text of the rightmost dot wants room.
  const room = Math.min(0.35, 85 / Math.max(width - 120, 100));
  let x;
  if (log) {
    const [low, high] = logDomain(ends, 1.3);
    x = logScale([low, high * (high / low) ** (room / (1 - room))]);
  } else x = { type: "linear", domain: [0, (Math.max(...ends, 0) || 1) / (1 - room)], nice: false, zero: true };
  const most = Math.max(3, Math.floor(width / 110));
  const ticks = log ? logTicks(...x.domain, most) : unit === "bytes" ? byteTicks(x.domain[1], most) : null;
  return {
    data: { points },
    scales: { x },
    signals: { rowNames: points.map(({ runtime }) => model.runtimes[runtime]), xUnit: unit, xTicks: ticks },
    tokens: { xTitle: title },
    height: 24 * points.length,
    columns: [{ title: "Runtime" }, { title: title, n: true }],
    rows: points.map((point) => ({ cell: point.cell, cells: [model.runtimes[point.runtime], valueText(point, unit)] })),
  };
}

function picture(what, context) {
  const { model, choices } = context;
  const found = model.overheads
    .filter((one) => one.what === what && one.seconds?.[0] > 0 && choices.includes("runtimes", model.runtimes[one.runtime]))
    .map(({ runtime, seconds: [value, low, high] }) => ({ runtime, value, low: low > 0 ? low : value, high }));
  if (!found.length) return { empty: "Nothing here matches the choices above." };
  const workers = model.overheads.find((one) => one.what === what && !model.isSerial(one.runtime))?.workers;
  return {
    ...dots(found, { unit: "seconds", title: `${titles[what][0].toLowerCase()} (seconds, logarithmic)`, log: true, context }),
    sentence: `${titles[what][1]}${workers ? `, ${workers} workers` : ""}`,
    description: titles[what][1],
  };
}

export function panels(model) {
  return Object.keys(titles)
    .filter((what) => model.overheads.some((one) => one.what === what))
    .map((what) => ({ id: `overheads-${what}`, title: titles[what][0], picture: (context) => picture(what, context) }));
}
