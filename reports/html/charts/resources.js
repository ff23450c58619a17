// What it takes: processors, memory, context switches and, where workers share no memory, data in motion, of a work at one
// number of workers.
import { hasValue, workersText } from "../page/data.js";
import { tipOf } from "../page/wording.js";
import { formatted } from "../page/units.js";
import { dots } from "./overheads.js";

export const section = "resources";
export const place = 60;
export const drawnAs = "overheads";

const quantities = [
  { id: "cores", title: "CPU time / wall time", axis: "processors kept busy", unit: "cores", of: (cell) => (cell.cpu === null ? null : cell.cpu / cell.seconds[0]) },
  { id: "memory", title: "Memory", axis: "proportional set size (bytes)", unit: "bytes", of: (cell) => cell.counter.get("pss") ?? null },
  { id: "moved", title: "Data in motion", axis: "bytes moved per iteration", unit: "bytes", of: (cell) => cell.counter.get("bytes_moved") ?? null },
  { id: "moving", title: "Time to move it", axis: "of an iteration without computing", unit: "seconds", of: (cell) => cell.counter.get("move_seconds") ?? null },
  { id: "switches", title: "Context switches", axis: "switches per iteration (count)", unit: "count", of: (cell) => cell.counter.get("switches") ?? null },
];

const works = (model) => model.works.filter((work) => model.ofWork.get(work.index).some(hasValue));

function controls(model) {
  return [
    {
      key: "resources.work",
      label: "Work",
      options: () => works(model).map((work) => ({ value: String(work.index), text: work.name })),
      otherwise: () => String((works(model).find(({ kind }) => kind === "coarse") ?? works(model)[0]).index),
    },
    {
      key: "resources.workers",
      label: "Workers",
      options: (context) => {
        const counts = model.workersOf(Number(context.chosen("resources.work")));
        return (counts.length > 1 ? counts.filter((count) => count > 1) : counts).map((count) => ({ value: String(count), text: workersText(count) }));
      },
    },
  ];
}

function picture(quantity, context) {
  const { model, choices } = context;
  const work = Number(context.chosen("resources.work"));
  const workers = Number(context.chosen("resources.workers"));
  const found = model.ofWork
    .get(work)
    .filter((cell) => hasValue(cell) && choices.includes("runtimes", model.runtimes[cell.runtime]) && (cell.workers === workers || model.isSerial(cell.runtime)))
    .map((cell) => ({ runtime: cell.runtime, value: quantity.of(cell), low: null, high: null, cell: cell.index }))
    .filter(({ value }) => value !== null)
    .map((one) => ({ ...one, tip: tipOf(model.cells[one.cell], model, [`${quantity.title.toLowerCase()} ${formatted(one.value, quantity.unit)}`]) }));
  if (!found.length) return { empty: "Nothing here matches the choices above." };
  return {
    ...dots(found, { unit: quantity.unit, title: quantity.axis, context }),
    sentence: `${model.works[work].name}, ${workersText(workers)}`,
    description: `${quantity.title} of ${model.works[work].name}.`,
  };
}

export function panels(model) {
  if (!works(model).length) return [];
  const known = quantities.filter(({ of }) => model.cells.some((cell) => hasValue(cell) && of(cell) !== null));
  return known.map((quantity) => ({
    id: `resources-${quantity.id}`,
    title: quantity.title,
    controls: controls(model),
    picture: (context) => picture(quantity, context),
  }));
}
