// How things look: the shape of each runtime, and the colours of the theme, which have their one place in the style sheet.

// Ten outlines in a square of [-1, 1], of about the same weight to the eye; colours.css cuts the same out of chips.
const polygon = (...points) => "M" + points.map(([x, y]) => `${x},${y}`).join("L") + "Z";
export const shapes = [
  "M-0.9,0A0.9,0.9,0,1,1,0.9,0A0.9,0.9,0,1,1,-0.9,0Z",
  polygon([-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]),
  polygon([0, -1], [1, 0.8], [-1, 0.8]),
  polygon([0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]),
  polygon([-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]),
  polygon([0, 1], [1, -0.8], [-1, -0.8]),
  polygon([0, -1.1], [0.3, -0.4], [1.05, -0.34], [0.48, 0.16], [0.65, 0.89], [0, 0.5], [-0.65, 0.89], [-0.48, 0.16], [-1.05, -0.34], [-0.3, -0.4]),
  polygon([1, 0], [-0.8, 1], [-0.8, -1]),
  polygon([-0.95, -0.5], [-0.5, -0.95], [0, -0.45], [0.5, -0.95], [0.95, -0.5], [0.45, 0], [0.95, 0.5], [0.5, 0.95], [0, 0.45], [-0.5, 0.95], [-0.95, 0.5], [-0.45, 0]),
  polygon([-1, 0], [0.8, 1], [0.8, -1]),
];

const colours = 10;

// Steps of the heat map: up to so many times the best time; parts.hpp has the same for the table. Even on a logarithmic
// scale, finer near the best.
export const heatLimits = [1.1, 1.25, 1.5, 2, 3, 5, 10, 30];
export function heatOf(times) {
  const step = heatLimits.findIndex((limit) => times < limit);
  return step < 0 ? heatLimits.length : step;
}
export const heatTexts = [
  "the best, or less than 1.1 times its time",
  ...heatLimits.map((limit, i) => (i + 1 < heatLimits.length ? `${limit} to ${heatLimits[i + 1]} times` : `${limit} times and more`)),
];

const names = ["paper", "card", "ink", "muted", "rule", "grid", "red", "link", "crowd", "whisker", "hatch"];
const numbered = (prefix, count) => Array.from({ length: count }, (_, i) => prefix + i);

// The colours as the browser sees them now: a probe, because a variable holds both themes at once.
export function theme() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(
    [...names, ...numbered("c", colours), ...numbered("h", heatLimits.length + 1), ...numbered("on-h", heatLimits.length + 1)].map(
      (name) => [name, colour(name)],
    ),
  );
  probe.remove();
  return found;
}
