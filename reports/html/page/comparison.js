// Compares cells with the baseline that the reader chose, and with the best of a row. Ratios are kept, since many charts
// ask for the same ones.
import { hasValue } from "./data.js";
import { sameDistribution, stepDownLevel } from "./rank_test.js";
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
    if (hasValue(cell) && cell === against) return { value: 1, low: null, high: null }; // exactly, being the unit
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

  // The fastest of the cells, and for each how many times its time is and whether the difference is sure, as winners() of
  // reports/statistics/ranking.cpp: ranks are tested step by step, from all cells down to two.
  ranked(cells) {
    const order = cells.filter(hasValue).sort((a, b) => a.seconds[0] - b.seconds[0] || a.index - b.index);
    const [best] = order;
    const differ = (sets, part) => sameDistribution(sets) <= stepDownLevel(part, order.length);
    let open = order.length; // places from here on are closed to the best
    const sets = order.map(({ samples }) => samples);
    while (open >= 2 && differ(sets.slice(0, open), open)) --open;
    const places = new Map();
    const disturbed = best !== undefined && this.model.works[best.work]?.disturbed === 1; // then nobody is told apart
    if (disturbed) open = order.length;
    for (const [at, cell] of order.entries()) {
      if (at === 0) {
        places.set(cell, { times: { value: 1, low: null, high: null }, resolved: false });
        continue;
      }
      const times = this.ratio(cell, best);
      const resolved = at >= open && times?.low !== null && times?.low > 1 && differ([best.samples, cell.samples], at + 1);
      places.set(cell, { times, resolved });
    }
    return { best: disturbed ? undefined : best, places };
  }
}

export function baselineText(baseline) {
  if (baseline === "self") return "itself with 1 worker";
  return baseline === "serial" ? "serial" : `${baseline} with as many workers`;
}
