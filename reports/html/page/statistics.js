// Ratios of medians with their intervals, for whatever the reader compares with what; reports/statistics/ does the
// same for the tables, and a test holds the two equal. The bootstrap is exact, nothing is drawn at random: which median
// a resample has is a discrete distribution that can be written down, and so is the ratio of two of them.

const logFactorials = [0];
function logFactorial(n) {
  for (let i = logFactorials.length; i <= n; ++i) logFactorials.push(logFactorials[i - 1] + Math.log(i));
  return logFactorials[n];
}
const logChoose = (n, k) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

// P(at least k of n draws fall below a share p).
function atLeast(k, n, p) {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let sum = 0;
  for (let i = k; i <= n; ++i) sum += Math.exp(logChoose(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
  return Math.min(sum, 1);
}

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const negligible = 1e-12; // probabilities below this cannot matter

// Ranks (from 1) of samples that can be the median with a probability that matters.
function window(n) {
  const half = 4 * Math.sqrt(n) + 4;
  return [Math.max(1, Math.floor(n / 2 - half)), Math.min(n, Math.floor(n / 2 + half))];
}

// ((a/n)^m - ((a-1)/n)^m) e^scale. The scale keeps near 1 what alone would be far beyond what a number holds.
const powerStep = (a, n, m, scale) => Math.exp(scale + m * Math.log(a / n)) - (a > 1 ? Math.exp(scale + m * Math.log((a - 1) / n)) : 0);

// With 2m values the median of a resample is the mean of its m-th and (m+1)-th: these are the i-th and the j-th of the
// sample (i < j) if exactly m draws are at most the i-th, one of them the i-th, and the others are at least the j-th,
// one of them the j-th. What is left of the m-th being the i-th is that both are.
function evenAtoms(sorted) {
  const n = sorted.length;
  const m = n / 2;
  const ways = logChoose(n, m);
  const atoms = [];
  const [first, last] = window(n);
  let before = atLeast(m, n, (first - 1) / n);
  for (let i = first; i <= last; ++i) {
    const shift = m * Math.log(i / n);
    const lower = powerStep(i, n, m, -shift);
    const until = atLeast(m, n, i / n);
    const allAbove = i < n ? Math.exp(ways + shift + m * Math.log((n - i) / n)) : 0;
    atoms.push([sorted[i - 1], Math.max(until - before - lower * allAbove, 0)]);
    before = until;
    for (let j = i + 1; j <= n; ++j) {
      const both = lower * powerStep(n - j + 1, n, m, ways + shift);
      if (both < negligible) break; // ever fewer draws leave so many samples out
      atoms.push([(sorted[i - 1] + sorted[j - 1]) / 2, both]);
    }
  }
  return atoms;
}

function oddAtoms(sorted) {
  const n = sorted.length;
  const [first, last] = window(n);
  const tail = (i) => atLeast((n + 1) / 2, n, i / n);
  return sorted.slice(first - 1, last).map((value, i) => [value, tail(first + i) - tail(first + i - 1)]);
}

const known = new WeakMap(); // by array of samples: the same cell is compared with many others

// The values that the median of a resample can take, ascending, with the probability of each and of all up to it.
export function medianDistribution(samples) {
  let found = known.get(samples);
  if (!found) {
    const sorted = [...samples].sort((a, b) => a - b);
    const atoms = (sorted.length % 2 ? oddAtoms(sorted) : evenAtoms(sorted)).sort((a, b) => a[0] - b[0]);
    let sum = 0;
    found = { values: atoms.map(([value]) => value), weights: atoms.map(([, p]) => p), upTo: atoms.map(([, p]) => (sum += p)) };
    known.set(samples, found);
  }
  return found;
}

// P(above / below <= t): both are sorted, so one pass does.
function shareUpTo(t, above, below) {
  let share = 0;
  let i = 0;
  for (let j = 0; j < below.values.length; ++j) {
    const bound = t * below.values[j];
    while (i < above.values.length && above.values[i] <= bound) ++i;
    if (i > 0) share += below.weights[j] * above.upTo[i - 1];
  }
  return share;
}

// The smallest t with P(ratio <= t) >= share, by bisection down to neighbouring doubles. Sums that should meet the
// share exactly may miss it by their rounding.
function quantile(share, above, below) {
  let high = (above.values.at(-1) / below.values[0]) * (1 + 1e-12);
  let low = (above.values[0] / below.values.at(-1)) * (1 - 1e-12);
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
    if (shareUpTo(middle, above, below) >= share - 1e-12) high = middle;
    else low = middle;
  return high;
}

// {value, low, high} of median(above) / median(below); without an interval from fewer than three samples each.
export function ratio(above, below, confidence = 0.95) {
  if (!above.length || !below.length) return null;
  const value = median(above) / median(below);
  if (!Number.isFinite(value)) return null;
  if (above.length < 3 || below.length < 3 || Math.min(...above, ...below) <= 0) return { value, low: null, high: null };
  const [a, b] = [medianDistribution(above), medianDistribution(below)];
  return { value, low: quantile((1 - confidence) / 2, a, b), high: quantile((1 + confidence) / 2, a, b) };
}
