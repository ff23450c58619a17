// Where the speed-up went: for each runtime and number of workers a bar of all workers' time, of which a part gains and the
// others are lost. A loss that is one factor of a product gets its share of what is lost by its logarithm.
import { shapes, theme } from "../page/look.js";
import { tipOf } from "../page/wording.js";

export const section = "splits";
export const place = 25;

const names = ["efficiency", "imbalance", "getting work", "no processor", "slower items"];
const colourNames = ["c0", "c1", "c2", "c3", "c4"]; // as page.html explains them
const percent = (share) => `${Math.round(100 * share)} %`;

// What of all time gains, then what each part loses: adds up to 1.
export function sharesOf({ whole: [whole], parts }) {
  const gained = Math.min(1, Math.max(0, whole));
  const weights = parts.map(([share]) => (share < 1 ? -Math.log(Math.max(share, 1e-6)) : 0));
  const sum = weights.reduce((all, one) => all + one, 0);
  return [gained, ...weights.map((one) => (sum > 0 ? ((1 - gained) * one) / sum : 0))];
}

const splitsOf = (work, model) => model.splits.filter((split) => model.cells[split.cell].work === work);

// The work of a kernel in which most is lost.
function mostLost(kernel, model) {
  const lost = (work) => Math.max(0, ...splitsOf(work.index, model).map(({ whole: [whole] }) => 1 - whole));
  return model
    .worksOf(kernel)
    .filter((work) => splitsOf(work.index, model).length)
    .reduce((most, work) => (lost(work) > lost(most) ? work : most));
}

function picture(kernel, context) {
  const { model, choices } = context;
  const work = model.works[Number(context.chosen(`splits.${kernel}`))];
  const shown = splitsOf(work.index, model).filter(({ cell }) => choices.shows(model.cells[cell]));
  if (!shown.length) return { empty: "Nothing here matches the choices above." };
  const found = theme();
  const label = ({ cell }) => `${model.runtimes[model.cells[cell].runtime]} ×${model.cells[cell].workers}`;
  const points = shown.flatMap((split, row) => {
    let from = 0;
    return sharesOf(split).map((share, part) => {
      const begin = from;
      from += share;
      return { row, from: begin, to: from, colour: found[colourNames[part]], cell: split.cell, runtime: model.cells[split.cell].runtime, tip: tipOf(model.cells[split.cell], model, [`${names[part]} ${percent(share)}`, split.reading]) };
    });
  });
  return {
    data: { points },
    signals: { rowNames: shown.map(label) },
    tokens: {},
    height: 22 * shown.length,
    legend: names.map((text, part) => ({ text, colour: found[colourNames[part]], shape: shapes[1] })),
    sentence: `${work.text || work.kernel}.`,
    description: `Where the time of all workers went in ${work.name}.`,
    columns: [{ title: "Runtime" }, { title: "Workers", n: true }, ...["efficiency", "balance", "hand-out", "processors", "speed"].map((title) => ({ title, n: true })), { title: "Reading" }],
    rows: shown.map((split) => {
      const cell = model.cells[split.cell];
      return { cell: split.cell, cells: [model.runtimes[cell.runtime], String(cell.workers), percent(split.whole[0]), ...split.parts.map(([share]) => percent(share)), split.reading] };
    }),
  };
}

export function panels(model) {
  const split = model.kernels.filter((kernel) => model.worksOf(kernel).some((work) => splitsOf(work.index, model).length));
  return split.map((kernel) => ({
    id: `splits-${kernel}`,
    title: kernel,
    kernel,
    controls: [
      {
        key: `splits.${kernel}`,
        label: "Work",
        options: () => model.worksOf(kernel).filter((work) => splitsOf(work.index, model).length).map((work) => ({ value: String(work.index), text: work.text || work.kernel })),
        otherwise: () => String(mostLost(kernel, model).index),
      },
    ],
    picture: (context) => picture(kernel, context),
  }));
}
