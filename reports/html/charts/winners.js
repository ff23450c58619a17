// Who wins where: a heat map of works and runtimes, a panel for each kind of work. A runtime is represented by its
// fastest cell among the numbers of workers chosen.
import { statuses, hasValue } from "../page/data.js";
import { heatLimits, heatOf, heatTexts } from "../page/look.js";
import { repetitionsToResolve, resolvingText } from "../page/repetitions.js";
import { formatted } from "../page/units.js";
import { statusMark, tipOf, valueText } from "../page/wording.js";

export const section = "winners";
export const place = 10;

const titles = {
  tiny: "Tiny CPU tasks",
  coarse: "Coarse CPU tasks",
  recursive: "Recursive CPU tasks",
  dependent: "Dependent CPU tasks",
  memory: "Memory-bound work",
  waiting: "Waiting work",
  mixed: "Computing and waiting",
  overhead: "No work at all: the cost of handing out nothing",
  unknown: "Other work",
};
const leastColumn = 46; // pixels: room for "0.969×"
const leastShown = 0.01; // of a speed-up: below it the digits would not fit, and the table has them
const narrow = 560; // pixels: below this the names of works take two lines
const letter = 7.2; // pixels
const mostRows = 250; // drawn; the table of all cells has the rest

// The cell that stands for a runtime: the fastest, else the one whose failure says most.
function representative(cells) {
  const measured = cells.filter(hasValue);
  if (measured.length) return measured.reduce((a, b) => (b.seconds[0] < a.seconds[0] ? b : a));
  return cells.find((cell) => cell.status !== statuses.notSupported) ?? cells[0];
}

// Diagonals through a rectangle around the origin.
function hatch(width, height) {
  const [w, h, gap] = [width / 2 - 2, height / 2 - 2, 9];
  const lines = [];
  for (let x = -w - 2 * h + gap; x < w; x += gap) {
    const [left, right] = [Math.max(x, -w), Math.min(x + 2 * h, w)];
    if (right - left > 2) lines.push(`M${left},${h - (left - x)}L${right},${h - (right - x)}`);
  }
  return lines.join("");
}

// The names of works, each in one line or two: of a kernel's parameters only those that tell its works apart. The table
// and the tips have all.
export function labelsOf(works, width) {
  const parts = ({ parameters }) => (parameters ? parameters.split(" ") : []);
  const isShared = (part, kernel) => works.every((work) => work.kernel !== kernel || parts(work).includes(part));
  return works.map((work) => {
    const telling = parts(work).filter((part) => !isShared(part, work.kernel));
    const text = telling.length === parts(work).length ? work.text : work.text.replace(work.parameters, telling.join(" ")).replace(/[, ]+$/, "");
    if (!text) return work.kernel;
    return width < narrow ? [work.kernel, text] : `${work.kernel} · ${text}`;
  });
}

function legend(theme) {
  const square = "M-1,-1L1,-1L1,1L-1,1Z";
  return heatTexts
    .map((text, step) => ({ text, colour: theme["h" + step], shape: square }))
    .concat({ text: "hatched: not distinguishable from the best", colour: theme.muted, shape: "M-1,-0.4L-0.4,-1L-0.2,-1L-1,-0.2ZM-1,0.6L0.6,-1L0.8,-1L-1,0.8ZM0,1L1,0L1,0.2L0.2,1Z" });
}

function cellRow(cell, row, column, ranking, context) {
  const { metric, theme, model, baseline } = context;
  const found = { row, column, cell: cell?.index };
  if (!hasValue(cell)) {
    const failed = cell && cell.status !== statuses.notSupported;
    const reason = !cell ? "not in this run" : "";
    return { ...found, colour: theme.paper, ink: failed ? theme.red : theme.muted, text: failed ? "✕" : statusMark(cell), tip: cell ? tipOf(cell, model) : reason };
  }
  const { times, resolved } = ranking.places.get(cell);
  const step = heatOf(times.value);
  const value = metric.of(cell, context);
  const isBest = cell === ranking.best;
  const needed = isBest || resolved ? null : repetitionsToResolve(times, cell.repetitions, ranking.places.size);
  const lines = [
    isBest ? "the fastest here" : `${valueText(times, "ratio")} the time of the best${resolved ? "" : `: not distinguishable from it${resolvingText(needed)}`}`,
    `${metric.name}${metric.relative ? ` against ${baseline}` : ""} ${value ? valueText(value, unitOf(metric, value)) : "not known"}`,
  ];
  return {
    ...found,
    best: isBest,
    unresolved: !isBest && !resolved,
    colour: theme["h" + step],
    ink: theme["on-h" + step],
    text: value ? shortText(value.value, unitOf(metric, value, true)) : formatted(cell.seconds[0], "seconds"), // nothing to compare with
    tip: tipOf(cell, model, lines),
  };
}

const shortText = (value, unit) => (unit === "ratio" && value > 0 && value < leastShown ? `<${leastShown}×` : formatted(value, unit));
const unitOf = (metric, value, short) => (metric.unit === "rate" && !short ? value.unit : metric.unit);

function picture(kind, context) {
  const { model, choices, metric, width, theme } = context;
  const runtimes = model.runtimes.map((_, i) => i).filter((i) => choices.includes("runtimes", model.runtimes[i]));
  const works = model.works
    .filter((work) => work.kind === kind && choices.includes("kernels", work.kernel))
    .map((work) => ({ work, cells: model.ofWork.get(work.index).filter((cell) => choices.shows(cell)) }))
    .filter(({ cells }) => cells.length);
  if (!works.length || !runtimes.length) return { empty: "Nothing here matches the choices above." };

  const rows = [];
  const tableRows = [];
  const shown = works.slice(0, mostRows);
  for (const [row, { work, cells }] of shown.entries()) {
    const chosen = runtimes.map((runtime) => {
      const own = cells.filter((cell) => cell.runtime === runtime);
      return own.length ? representative(own) : undefined;
    });
    const ranking = context.comparison.ranked(chosen.filter(Boolean));
    chosen.forEach((cell, column) => rows.push(cellRow(cell, row, column, ranking, context)));
    for (const [i, cell] of chosen.entries()) {
      if (!cell) continue;
      const { times, resolved } = ranking.places.get(cell) ?? {};
      const value = metric.of(cell, context);
      const sure = !times ? "" : cell === ranking.best ? "the best" : resolved ? "yes" : "no";
      tableRows.push({
        cell: cell.index,
        cells: [work.name, model.runtimes[runtimes[i]], String(cell.workers ?? ""), times ? valueText(times, "ratio") : statusMark(cell), sure, value ? valueText(value, unitOf(metric, value)) : "–"],
      });
    }
  }

  const labels = labelsOf(shown.map(({ work }) => work), width);
  const labelWidth = Math.min(360, 7 * Math.max(...labels.flat().map((line) => line.length)));
  const names = runtimes.map((runtime) => model.runtimes[runtime]);
  const widest = Math.max(leastColumn, (width - labelWidth - 12) / runtimes.length);
  const upright = letter * Math.max(...names.map((name) => Math.min(name.length, 20))) > widest;
  // Slanted names reach to the right of their columns; those of the last ones beyond the drawing.
  const overhang = upright ? Math.max(0, ...names.map((name, i) => 0.77 * letter * Math.min(name.length, 23) - (names.length - i - 0.5) * leastColumn)) : 0;
  const column = Math.max(leastColumn, (width - labelWidth - 12 - overhang) / runtimes.length);
  return {
    data: { cells: rows },
    signals: { rowNames: labels, columnNames: names, columnAngle: upright ? -40 : 0 },
    tokens: { hatchShape: hatch(column - 2, 25) },
    height: 27 * shown.length,
    overhang,
    legend: legend(theme),
    leastWidth: labelWidth + 12 + leastColumn * runtimes.length + overhang,
    sentence: `In the cells: ${metric.title(context.baseline, "items or requests")}${metric.relative ? ", or the time where there is nothing to compare with" : ""}. Colour: time compared with the best of the row.`,
    note: works.length > shown.length ? `Only the first ${mostRows} of ${works.length} rows are drawn: choose kernels above to see others.` : "",
    description: `${labels.length} works in rows, ${names.length} runtimes in columns.`,
    columns: [{ title: "Work" }, { title: "Runtime" }, { title: "Workers", n: true }, { title: "Time / best time", n: true }, { title: "Surely slower" }, { title: metric.name, n: true }],
    rows: tableRows,
  };
}

export function panels(model) {
  return model.kinds.map((kind) => ({ id: `winners-${kind}`, title: titles[kind], wide: true, sticky: true, picture: (context) => picture(kind, context) }));
}

export { heatLimits };
