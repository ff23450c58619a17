// Numbers as people read them: three significant digits, rounded before the unit is chosen, as support/units.cpp does.

const space = "\u00a0"; // never breaks a number from its unit
const times = [[1e-9, "ns"], [1e-6, "µs"], [1e-3, "ms"], [1, "s"]];
const powers = [[1, ""], [1e3, "k"], [1e6, "M"], [1e9, "G"], [1e12, "T"]];
const sizes = [[1, "B"], [1024, "KiB"], [1024 ** 2, "MiB"], [1024 ** 3, "GiB"], [1024 ** 4, "TiB"]];

// The largest unit of which the value is at least one, once rounded.
const unitOf = (value, units) => units.findLast(([factor]) => value / factor >= 0.9995) ?? units[0];

function decimals(value) {
  if (value === 0 || value >= 99.95) return 0;
  if (value >= 9.995) return 1;
  return value >= 0.9995 ? 2 : 3;
}

const superscript = (n) => [...String(n)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");

function threeDigits(value) {
  if (value > 0 && value < 0.001) {
    const power = -Math.floor(Math.log10(value));
    return `${(value * 10 ** power).toFixed(1)}·10⁻${superscript(power)}`;
  }
  return value > 0 && value < 0.1 ? value.toPrecision(2) : value.toFixed(decimals(value));
}

function withUnit(value, units, suffix = "") {
  const [factor, name] = unitOf(value, units);
  const unit = [name, suffix].filter(Boolean).join(space);
  return threeDigits(value / factor) + (unit && space + unit);
}

function bytes(value) {
  const [factor, name] = unitOf(value, sizes);
  const number = value / factor;
  return number.toFixed(factor === 1 || number >= 99.95 ? 0 : 1) + space + name;
}

const percent = (value) => (value * 100).toFixed(value < 0.0995 ? 1 : 0) + space + "%";

export const count = (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");

export const formats = {
  seconds: (value) => withUnit(value, times),
  ratio: (value) => threeDigits(value) + "×",
  rate: (value) => withUnit(value, powers, "/s"),
  items: (value) => withUnit(value, powers, "items/s"),
  requests: (value) => withUnit(value, powers, "requests/s"),
  jobs: (value) => withUnit(value, powers, "jobs/s"),
  bytes,
  percent,
  count: (value) => (value >= 1e6 || (value > 0 && value < 100) ? withUnit(value, powers) : count(value)),
  cores: (value) => threeDigits(value),
  number: (value) => (Number.isInteger(value) ? count(value) : threeDigits(value)),
};

export const formatted = (value, unit) => (Number.isFinite(value) ? formats[unit](value) : "–");

// The lower end has the decimals of the upper one, so that they line up, but two digits at least: "5.8–424".
function rangeOf(low, high) {
  const ofLow = low <= 0 || low >= 9.95 ? 0 : low >= 0.995 ? 1 : low >= 0.0995 ? 2 : 3;
  return `${low.toFixed(Math.max(ofLow, decimals(high)))}–${high.toFixed(decimals(high))}`;
}

function secondsRange(low, high) {
  if (low > 0 && high / low >= 100) return `${formatted(low, "seconds")}–${formatted(high, "seconds")}`;
  const [factor, name] = unitOf(high, times);
  return rangeOf(low / factor, high / factor) + space + name;
}

function ratioRange(low, high) {
  if (high < 0.001) {
    const power = -Math.floor(Math.log10(high));
    return `${(low * 10 ** power).toFixed(1)}–${threeDigits(high)}`;
  }
  if (low < 0.1) return `${threeDigits(low)}–${threeDigits(high)}`;
  return rangeOf(low, high);
}

// "0.90–1.26 ms", "1.88–1.97": a unit that both ends share stands once.
export function range(low, high, unit) {
  if (unit === "seconds") return secondsRange(low, high);
  if (unit === "ratio") return ratioRange(low, high);
  const [first, last] = [formatted(low, unit), formatted(high, unit)];
  const shared = last.indexOf(space);
  return `${shared >= 0 && first.endsWith(last.slice(shared)) ? first.slice(0, shared - last.length) : first}–${last}`;
}

// Ticks want round numbers without the zeros that measured values keep.
export function tickText(value, unit) {
  if (value === 0) return unit === "seconds" ? "0" + space + "s" : unit === "percent" ? "0" + space + "%" : "0";
  if (unit === "percent") return Number((value * 100).toPrecision(3)) + space + "%";
  const number = (x) => (x < 0.001 ? threeDigits(x) : String(Number(x.toPrecision(3))));
  if (unit === "ratio") return value >= 1e5 ? withUnit(value, powers).replace(/\.0+\b/, "") + "×" : number(value) + "×";
  const units = unit === "seconds" ? times : unit === "bytes" ? sizes : powers;
  const [factor, name] = unitOf(value, units);
  return number(value / factor) + (name && space + name);
}
