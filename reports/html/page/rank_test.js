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

// The logarithm of the gamma function, by Lanczos' approximation.
function logGamma(x) {
  const terms = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];
  const sum = terms.reduce((before, term, i) => before + term / (x + 1 + i), 1.000000000190015);
  return (x + 0.5) * Math.log(x + 5.5) - x - 5.5 + Math.log((2.5066282746310005 * sum) / x);
}

// The incomplete beta function over the whole one, by its continued fraction, which is quick below the mean.
function incompleteBeta(x, a, b) {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  let fraction = 1;
  for (let n = 200; n > 0; --n) {
    const even = (n * (b - n) * x) / ((a + 2 * n - 1) * (a + 2 * n));
    const odd = (-(a + n - 1) * (a + b + n - 1) * x) / ((a + 2 * n - 2) * (a + 2 * n - 1));
    fraction = 1 + odd / (1 + even / fraction);
  }
  return Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a / fraction;
}

// P(X >= x) of Fisher's F.
function fisherAbove(x, degrees, otherDegrees) {
  return x > 0 ? incompleteBeta(otherDegrees / (otherDegrees + degrees * x), otherDegrees / 2, degrees / 2) : 1;
}

// Of at least three sets with at least two samples each. A set whose ranks are all equal spreads by less than one rank.
function welchProbability(all, sets) {
  const means = sets.map(() => 0);
  const variances = sets.map(() => 0);
  for (const { set, twiceRank } of all) means[set] += twiceRank / 2 / sets[set].length;
  for (const { set, twiceRank } of all) variances[set] += (twiceRank / 2 - means[set]) ** 2 / (sets[set].length - 1);
  const weights = sets.map(({ length }, set) => length / Math.max(1 / 12, variances[set]));
  const weight = weights.reduce((a, b) => a + b);
  const mean = means.reduce((sum, one, set) => sum + weights[set] * one, 0) / weight;
  const apart = means.reduce((sum, one, set) => sum + weights[set] * (one - mean) ** 2, 0);
  const uncertain = sets.reduce((sum, { length }, set) => sum + (1 - weights[set] / weight) ** 2 / (length - 1), 0);
  const squared = sets.length ** 2 - 1;
  const statistic = apart / (sets.length - 1) / (1 + ((2 * (sets.length - 2)) / squared) * uncertain);
  return fisherAbove(statistic, sets.length - 1, squared / 3 / uncertain);
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
  const probability = chiSquaredAbove(statistic, sets.length - 1);
  return !pair && sets.every(({ length }) => length > 1) ? Math.max(probability, welchProbability(all, sets)) : probability;
}

export const stepDownLevel = (part, all) => (part + 1 >= all ? usualError : 1 - (1 - usualError) ** (part / all));
