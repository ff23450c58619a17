// Compares cells with the baseline that the reader chose, and with the best of a row. Ratios are kept, since many charts
// ask for the same ones.
import { hasValue } from "./data.js";
import { ratio } from "./statistics.js";

export class Comparison {
  constructor(model) {
    this.model = model;
    this.kept = new Map();
  }

  // The cell that `cell` is measured against, if the run has it.
  baselineOf(cell, baseline) {
    if (cell.work === null) return undefined;
    if (baseline === "serial") return this.model.cells[this.model.works[cell.work].serial];
    if (baseline === "self") return this.model.at(cell.work, cell.runtime, 1);
    return this.model.at(cell.work, this.model.runtimes.indexOf(baseline), cell.workers);
  }

  ratio(above, below, confidence = 0.95) {
    const key = `${above.index} ${below.index} ${confidence}`;
    if (!this.kept.has(key)) this.kept.set(key, ratio(above.samples, below.samples, confidence));
    return this.kept.get(key);
  }

  // How many times as fast as its baseline.
  speedup(cell, baseline) {
    const against = this.baselineOf(cell, baseline);
    return hasValue(cell) && hasValue(against) ? this.ratio(against, cell) : null;
  }

  // Speed-up by how many times as many workers it has; serial counts as one.
  efficiency(cell, baseline) {
    const speedup = this.speedup(cell, baseline);
    const more = cell.workers / (this.baselineOf(cell, baseline)?.workers ?? 1);
    if (!speedup || !(more > 0)) return null;
    const { value, low, high } = speedup;
    return { value: value / more, low: low && low / more, high: high && high / more };
  }

  // The fastest of the cells, and for each how many times its time is and whether the difference is sure: all pairs share
  // the error of 5 %, because the best is chosen by the same samples.
  ranked(cells) {
    const measured = cells.filter(hasValue);
    const best = measured.reduce((a, b) => (a && a.seconds[0] <= b.seconds[0] ? a : b), null);
    const confidence = 1 - 0.05 / Math.max((measured.length * (measured.length - 1)) / 2, 1);
    const places = new Map();
    for (const cell of measured) {
      const times = cell === best ? { value: 1, low: 1, high: 1 } : this.ratio(cell, best, confidence);
      places.set(cell, { times, resolved: cell !== best && times?.low !== null && times?.low > 1 });
    }
    return { best, places };
  }
}

export function baselineText(baseline) {
  if (baseline === "self") return "itself with 1 worker";
  return baseline === "serial" ? "serial" : `${baseline} with as many workers`;
}
