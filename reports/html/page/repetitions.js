// How many repetitions it would take to tell apart what those that there are do not; reports/statistics/repetitions.cpp does
// the same for the tables, and a test holds the two equal.
import { erfc, stepDownLevel } from "./rank_test.js";

const [fourOfFive, twoSidedUsual] = [0.8416, 1.96]; // of the normal distribution
const mostTold = 1000;

function twoSidedNormal(level) {
  let [low, high] = [0, 10];
  for (let step = 0; step < 60; ++step) {
    const middle = (low + high) / 2;
    if (erfc(middle / Math.SQRT2) > level) low = middle;
    else high = middle;
  }
  return low;
}

// The fewest samples of each of two whose ranks can be so improbable.
function fewestForRanks(level) {
  let ways = 2;
  let count = 1;
  for (; 2 / ways > level; ++count) ways *= (2 * (2 * count + 1)) / (count + 1);
  return count;
}

export function repetitionsToResolve({ value, low, high }, repetitions, contenders) {
  if (!(value > 1) || !(low > 0)) return null;
  const level = stepDownLevel(2, Math.max(2, contenders));
  const times = ((Math.log(high / low) / 2 / Math.log(value)) * (twoSidedNormal(level) + fourOfFive)) / twoSidedUsual;
  const wanted = Math.min(repetitions * times * times, 1e9);
  const needed = Math.max(Math.ceil(wanted), repetitions + 1, fewestForRanks(level));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1); // two digits say enough
  return Math.ceil(needed / step) * step;
}

// "; about 40 repetitions would tell", or nothing.
export function resolvingText(needed) {
  if (needed === null) return "";
  return needed > mostTold ? `; more than ${mostTold} repetitions would be needed to tell` : `; about ${needed} repetitions would tell`;
}
