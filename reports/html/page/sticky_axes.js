// Keeps the names of rows and columns of a large chart in sight: rows' at the left while the chart is scrolled, columns'
// below the toolbar while the page is. Vega knows nothing of it: what it drew is moved. The chart draws its axes above its
// marks ("zindex": 1).
import { theme } from "./look.js";

const mostOfWidth = 0.7; // of what is seen: rows' names that take more would hide what they name

const rectangle = ({ x, y, width, height }, fill) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width, height, fill })) made.setAttribute(name, value);
  return made;
};

// Of a chart just drawn; returns what is to be called whenever something was scrolled, or nothing where it was not drawn as
// SVG.
export function stickyAxes(box) {
  const axes = [...box.querySelectorAll(".role-axis")].filter((axis) => axis.querySelector("text"));
  const rows = axes.find((axis) => axis.getBBox().x + axis.getBBox().width < 2); // left of the drawing
  const columns = axes.find((axis) => axis !== rows);
  if (!columns || !rows) return () => {};
  const { card } = theme();
  const [above, beside] = [columns.getBBox(), rows.getBBox()];
  const { height } = box.querySelector(".root .background").getBBox(); // of the drawing without its axes
  const [left, top] = [Math.min(beside.x, above.x) - 24, Math.min(above.y, 0) - 4];
  columns.prepend(rectangle({ x: left, y: top, width: above.x + above.width - left + 8, height: -top }, card));
  rows.prepend(rectangle({ x: left, y: 0, width: -left, height: height + 4 }, card));
  const corner = rectangle({ x: left, y: top, width: -left, height: -top }, card);
  rows.classList.add("row-names");
  columns.classList.add("column-names");
  columns.parentNode.append(rows, columns, corner);
  return () => {
    const bar = document.getElementById("toolbar")?.getBoundingClientRect().bottom ?? 0;
    const first = corner.getBoundingClientRect();
    const moved = Number(corner.dataset.down ?? 0);
    const down = Math.max(0, Math.min(bar - (first.top - moved), height - 27));
    const across = beside.width < mostOfWidth * box.clientWidth ? box.scrollLeft : 0;
    rows.style.translate = `${across}px 0`;
    columns.style.translate = `0 ${down}px`;
    corner.style.translate = `${across}px ${down}px`;
    corner.dataset.down = down;
  };
}
