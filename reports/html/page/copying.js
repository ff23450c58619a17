// Rows of a table as text for elsewhere.
import { element } from "./dom.js";

// What a reader sees of a cell, the interval after the value.
const textOf = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

// A cell that spans several columns is followed by empty ones, so that columns stay columns.
const textsOf = (row) => [...row.cells].flatMap((cell) => [textOf(cell), ...Array(cell.colSpan - 1).fill("")]);
const linesOf = (table, rows) => [table.tHead.rows[0], ...rows].map(textsOf);

// A spreadsheet takes what begins with one of =+-@ for a formula, even in quotes; names come from files.
const field = (text) => {
  const tame = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? "'" + text : text;
  return /[",\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
};

export const csv = (table, rows) => linesOf(table, rows).map((line) => line.map(field).join(",")).join("\n") + "\n";

export function markdown(table, rows) {
  const [head, ...lines] = linesOf(table, rows).map((line) => line.map((text) => text.replace(/[\\|`*_<>[\]]/g, "\\$&")));
  const rule = [...table.tHead.rows[0].cells].map((cell) => (cell.classList.contains("n") ? "---:" : "---"));
  return [head, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n") + "\n";
}

// To the clipboard; where the browser refuses (a page from disk), into a box from which it can be copied by hand.
export async function copy(text, button) {
  const before = button.textContent;
  const say = (message) => {
    button.textContent = message;
    setTimeout(() => (button.textContent = before), 1500);
  };
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    const area = element("textarea", { class: "copied", value: text, readOnly: true, rows: 8, "aria-label": "To copy by hand" });
    const place = button.closest("form, h2");
    place.nextElementSibling?.matches("textarea.copied") && place.nextElementSibling.remove();
    place.after(area);
    area.select();
    say(document.execCommand("copy") ? "Copied" : "Copy from below");
  }
}
