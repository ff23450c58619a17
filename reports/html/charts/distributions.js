// How sure this is: every repetition of a work at one number of workers, a row for each runtime. The cell that was chosen
// anywhere on the page decides which work that is, and its row is marked.
import { hasValue, workersText } from "../page/data.js";
import { runtimeLegend } from "../page/drawing.js";
import { formatted } from "../page/units.js";
import { valueText } from "../page/wording.js";

export const section = "distributions";
export const place = 70;

const worksOf = (model) => model.works.filter((work) => model.ofWork.get(work.index).some(hasValue));
const mostDots = 400; // of a row; more of them are one blot

// What the select boxes show and change is the one choice "cell".
function cellOf({ model, choices }) {
  const chosen = choices.cell;
  if (chosen && chosen.work !== null && !chosen.control) return chosen;
  const work = worksOf(model).find(({ kind }) => kind === "coarse") ?? worksOf(model)[0];
  const cells = model.ofWork.get(work.index).filter(hasValue);
  const most = cells.reduce((most, { workers }) => Math.max(most, workers), 1);
  return cells.find((cell) => !model.isSerial(cell.runtime) && cell.workers === Math.min(most, model.cores ?? most)) ?? cells[0];
}

const nearest = (model, work, { runtime, workers }) => model.at(work, runtime, workers) ?? model.ofWork.get(work).find((cell) => cell.workers === workers) ?? model.ofWork.get(work)[0];

export function controls(model, page) {
  return [
    {
      key: `${page}.work`,
      label: "Work",
      options: () => worksOf(model).map((work) => ({ value: String(work.index), text: work.name })),
      value: (context) => String(cellOf(context).work),
      changes: (value, context) => ({ cell: nearest(model, Number(value), cellOf(context)).name }),
    },
    {
      key: `${page}.workers`,
      label: "Workers",
      options: (context) => model.workersOf(cellOf(context).work).map((count) => ({ value: String(count), text: workersText(count) })),
      value: (context) => String(cellOf(context).workers),
      changes: (value, context) => {
        const now = cellOf(context);
        return { cell: nearest(model, now.work, { runtime: now.runtime, workers: Number(value) }).name };
      },
    },
  ];
}

// The cells beside the chosen one: the same work with as many workers, and serial.
export function beside(context) {
  const { model, choices } = context;
  const chosen = cellOf(context);
  const cells = model.ofWork
    .get(chosen.work)
    .filter((cell) => hasValue(cell) && (cell === chosen || ((cell.workers === chosen.workers || model.isSerial(cell.runtime)) && choices.includes("runtimes", model.runtimes[cell.runtime]))));
  return { chosen, cells };
}

function picture(context) {
  const { model, theme } = context;
  const { chosen, cells } = beside(context);
  if (!cells.length) return { empty: `${model.works[chosen.work].name}: no value. ${chosen.message}` };
  const colour = (cell) => model.colour(cell.runtime, theme);
  const points = cells.flatMap((cell, row) =>
    cell.samples.slice(0, mostDots).map((x, i) => ({
      x,
      row,
      cell: cell.index,
      colour: colour(cell),
      tip: `${model.runtimes[cell.runtime]}, ${workersText(cell.workers)}\nrepetition ${i + 1} of ${cell.repetitions}: ${formatted(x, "seconds")}\n${cell.warnings.map((warning) => "⚠ " + warning).join("\n")}`.trim(),
    })),
  );
  const values = points.map(({ x }) => x).concat(cells.flatMap(({ seconds }) => seconds));
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const log = low > 0 && high / low > 20;
  const room = (high - low) * 0.04 || high * 0.04 || 1;
  return {
    data: {
      points,
      medians: cells.map((cell, row) => ({ row, median: cell.seconds[0], low: cell.seconds[1], high: cell.seconds[2], colour: colour(cell), chosen: cell === chosen })),
    },
    scales: { x: log ? { type: "log", domain: [low / 1.1, high * 1.1] } : { type: "linear", domain: [Math.max(0, low - room), high + room] } },
    signals: { rowNames: cells.map(({ runtime }) => model.runtimes[runtime]) },
    height: 26 * cells.length,
    legend: runtimeLegend(model, cells.map(({ runtime }) => runtime)),
    sentence: `${model.works[chosen.work].name}, ${workersText(chosen.workers)}; chosen: ${model.runtimes[chosen.runtime]}`,
    note: (cells.some(({ repetitions }) => repetitions > mostDots) ? `Of each row the first ${mostDots} repetitions. ` : "") + [...new Set(cells.flatMap(({ runtime, warnings }) => warnings.map((warning) => `${model.runtimes[runtime]}: ${warning}`)))].join(". "),
    description: `Times of all repetitions of ${model.works[chosen.work].name}.`,
    columns: [{ title: "Runtime" }, { title: "Median", n: true }, { title: "Repetitions, in the order of the run" }],
    rows: cells.map((cell) => ({
      cell: cell.index,
      cells: [model.runtimes[cell.runtime], valueText({ value: cell.seconds[0], low: cell.seconds[1], high: cell.seconds[2] }, "seconds"), cell.samples.map((x) => formatted(x, "seconds")).join(", ")],
    })),
  };
}

export function panels(model) {
  return worksOf(model).length ? [{ id: "distributions", title: "Every repetition", controls: controls(model, "strip"), picture }] : [];
}
