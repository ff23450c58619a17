// Reads a chart with the keyboard: arrow keys go through its values from left to right, Home and End to the first and
// the last, Enter chooses. Vega gives each mark its datum, which is where the text of the tooltip comes from.
import { hideTip } from "./tooltip.js";

// The marks named "points" of a chart, in the order of reading. A canvas has none; its table has the values.
function values(box) {
  const marks = [...box.querySelectorAll(".points_marks > *")].filter((mark) => mark.__data__?.datum?.tip);
  const places = new Map(marks.map((mark) => [mark, mark.getBoundingClientRect()]));
  const row = (mark) => (mark.__data__.datum.row === undefined ? 0 : places.get(mark).y);
  return marks.sort((a, b) => row(a) - row(b) || places.get(a).x - places.get(b).x);
}

export function readable(box, choose, showTip) {
  let at = null; // datum of the mark in focus
  const leave = () => {
    box.querySelector(".focused")?.classList.remove("focused");
    hideTip();
  };
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (event.key === "Enter" && at?.cell !== undefined) choose(at);
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const marks = values(box);
    if (!marks.length) return;
    event.preventDefault();
    const now = marks.findIndex((mark) => mark.__data__.datum === at);
    const next = marks[Math.max(0, Math.min(now < 0 && step > 0 && Number.isFinite(step) ? 0 : now + step, marks.length - 1))];
    leave();
    at = next.__data__.datum;
    next.classList.add("focused");
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    showTip(at.tip, next.getBoundingClientRect());
  });
  box.addEventListener("blur", leave);
  box.addEventListener("mouseleave", hideTip);
}
