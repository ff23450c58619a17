// Whether sets of samples can come from one distribution; reports/statistics/rank_test.cpp does the same for the tables, and
// a test holds the two equal.

const mostForExact = 12;
const usualError = 0.05;

// All samples in order, each with its set and twice its rank, so that a mean rank of equals is whole.
function ranked(sets) {
  const all = sets.flatMap((samples, set) => samples.map((value) => ({ value, set }))).sort((a, b) => a.value - b.value);
  for (let first = 0; first < all.length; ) {
    let end = first + 1;
    while (end < all.length && all[end].value === all[first].value) ++end;
    for (let i = first; i < end; ++i) all[i].twiceRank = first + 1 + end;
    first = end;
  }
  return all;
}

// P(the sum of `count` of these ranks is as far from its mean as `sum`): every choice is equally probable.
function exactProbability(all, count, sum) {
  const total = all.reduce((before, { twiceRank }) => before + twiceRank, 0);
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(total + 1));
  ways[0][0] = 1;
  for (const { twiceRank } of all)
    for (let chosen = count; chosen > 0; --chosen)
      for (let reached = total; reached >= twiceRank; --reached) ways[chosen][reached] += ways[chosen - 1][reached - twiceRank];
  const mean = (total * count) / all.length;
  const distance = Math.abs(sum - mean) - 1e-9;
  let far = 0;
  let every = 0;
  for (const [reached, number] of ways[count].entries()) {
    every += number;
    if (Math.abs(reached - mean) >= distance) far += number;
  }
  return far / every;
}

// The complementary error function: its series, and its continued fraction where the series would need many terms.
export function erfc(x) {
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; ++n) sum += (term *= -(x * x) / n) / (2 * n + 1);
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; --n) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

// P(X >= x) of chi-squared, from that of one or two degrees on in steps of two.
export function chiSquaredAbove(x, degrees) {
  if (!(x > 0)) return 1;
  const odd = degrees % 2 === 1;
  let sum = odd ? erfc(Math.sqrt(x / 2)) : Math.exp(-x / 2);
  let term = odd ? Math.sqrt((2 * x) / Math.PI) * Math.exp(-x / 2) : (x / 2) * Math.exp(-x / 2);
  for (let at = odd ? 3 : 4; at <= degrees; at += 2) {
    sum += term;
    term *= x / at;
  }
  return sum;
}

// The probability that samples of one distribution are as far apart in their ranks, or farther.
export function sameDistribution(sets) {
  if (sets.length < 2) return 1;
  const all = ranked(sets);
  const middle = (all.length + 1) / 2;
  const sums = sets.map(() => 0);
  let variance = 0;
  for (const { set, twiceRank } of all) {
    sums[set] += twiceRank / 2;
    variance += (twiceRank / 2 - middle) ** 2 / (all.length - 1);
  }
  if (!(variance > 0)) return 1;
  const pair = sets.length === 2;
  if (pair && Math.max(sets[0].length, sets[1].length) <= mostForExact) return exactProbability(all, sets[0].length, Math.round(2 * sums[0]));
  let statistic = 0;
  for (const [set, { length }] of sets.entries()) {
    const distance = Math.max(0, Math.abs(sums[set] - length * middle) - (pair ? 0.5 : 0));
    statistic += (distance * distance) / length / variance;
  }
  return chiSquaredAbove(statistic, sets.length - 1);
}

export const stepDownLevel = (part, all) => (part + 1 >= all ? usualError : 1 - (1 - usualError) ** (part / all));
