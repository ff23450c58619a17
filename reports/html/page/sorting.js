// Makes the columns of a table sortable. `data-sort` holds the number behind a text; a cell without it sorts by its text,
// an empty one last.
import { element } from "./dom.js";

function valueOf(row, column) {
  const cell = row.cells[column];
  if (!cell || cell.colSpan > 1) return null; // a message stands in place of the numbers
  if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
  const text = cell.textContent.trim();
  return text === "" || text === "–" ? null : text;
}

const collator = new Intl.Collator("en", { numeric: true });
const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));

function sort(table, column, direction) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column) }));
  rows.sort((a, b) => {
    if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
    return direction * compare(a.value, b.value);
  });
  body.append(...rows.map(({ row }) => row));
}

// `done` is told the text of the column's head and whether it is ascending. Returns what sorts by such a text.
export function makeSortable(table, done = () => {}) {
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.textContent.trim());
  const sortBy = (column, ascending) => {
    for (const other of heads) other.setAttribute("aria-sort", "none");
    heads[column].setAttribute("aria-sort", ascending ? "ascending" : "descending");
    sort(table, column, ascending ? 1 : -1);
  };
  heads.forEach((head, column) => {
    const button = element("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      sortBy(column, ascending);
      done(names[column], ascending);
    });
  });
  return (name, ascending) => {
    const column = names.indexOf(name);
    if (column >= 0) sortBy(column, ascending);
    return column >= 0;
  };
}
