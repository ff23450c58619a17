// What the program wrote into the page, with the indexes that charts ask for. Strings of it come from result files and
// are hostile: they become text and data, never markup, names of properties or code.
import { shapes } from "./look.js";

export const statuses = { value: "value", notSupported: "not supported" };
const kinds = ["tiny", "coarse", "recursive", "dependent", "memory", "waiting", "mixed", "overhead", "unknown"];
const key = (work, runtime, workers) => `${work} ${runtime} ${workers}`;

function cellsOf(columns, works) {
  const counters = Object.entries(columns.counters);
  return columns.name.map((name, index) => ({
    index,
    name,
    work: columns.work[index],
    runtime: columns.runtime[index],
    workers: columns.workers[index],
    control: columns.control[index] === 1,
    status: columns.status[index],
    seconds: columns.seconds[index],
    samples: columns.samples[index], // the first thousand
    repetitions: columns.repetitions[index],
    cpu: columns.cpu[index],
    kernel: works[columns.work[index]]?.kernel ?? null,
    message: columns.message[index] ?? "",
    label: columns.label[index] ?? "",
    warnings: columns.warnings[index] ?? [],
    counter: new Map(counters.map(([counter, values]) => [counter, values[index]]).filter(([, value]) => value !== null)),
  }));
}

export class Model {
  constructor(data) {
    this.cores = data.cores;
    this.runtimes = data.runtimes;
    this.looks = data.looks; // of each runtime: the numbers of its colour and of its shape
    this.works = data.works.map((work, index) => ({ ...work, index, name: [work.kernel, work.text].filter(Boolean).join(" · ") }));
    this.cells = cellsOf(data.cells, data.works);
    this.grains = data.grains;
    this.sizes = data.sizes;
    this.fits = data.fits;
    this.overheads = data.overheads;
    this.splits = data.splits;
    this.kernels = [...new Set(this.works.map((work) => work.kernel))];
    this.kinds = kinds.filter((kind) => this.works.some((work) => work.kind === kind));

    this.names = new Map(this.cells.map((cell) => [cell.name, cell]));
    this.places = new Map();
    this.ofWork = new Map(this.works.map((work) => [work.index, []]));
    const counts = new Set();
    for (const cell of this.cells) {
      if (cell.work === null || cell.runtime === null || cell.control) continue;
      this.places.set(key(cell.work, cell.runtime, cell.workers), cell);
      this.ofWork.get(cell.work).push(cell);
      if (cell.workers !== null) counts.add(cell.workers);
    }
    this.workers = [...counts].sort((a, b) => a - b);
  }

  named(name) {
    return this.names.get(name);
  }

  // The cell of a work, a runtime and a number of workers, if it was in the run.
  at(work, runtime, workers) {
    return this.places.get(key(work, runtime, workers));
  }

  worksOf(kernel) {
    return this.works.filter((work) => work.kernel === kernel);
  }

  workersOf(work) {
    return [...new Set(this.ofWork.get(work).map((cell) => cell.workers))].sort((a, b) => a - b);
  }

  colour(runtime, theme) {
    return theme["c" + this.looks[runtime][0]];
  }

  shape(runtime) {
    return shapes[this.looks[runtime][1]];
  }

  isSerial(runtime) {
    return this.runtimes[runtime] === "serial";
  }
}

export const hasValue = (cell) => cell?.status === statuses.value && cell.seconds !== null;

export const workersText = (workers) => (workers === null ? "" : `${workers} worker${workers === 1 ? "" : "s"}`);
