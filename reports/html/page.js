// Adds sorting and filtering to tables that are complete without it.
"use strict";

// The number behind a table cell, or its text; null if it is empty.
function valueOf(row, column) {
  const cell = row.cells[column];
  if (!cell) return null;  // a message stands in place of the numbers
  if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
  const text = cell.textContent.trim();
  return text === "" || text === "–" ? null : text;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function sort(table, column, direction) {
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, value: valueOf(row, column) }));
  rows.sort((a, b) => {
    if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);  // empty ones last
    return direction * compare(a.value, b.value);
  });
  table.tBodies[0].append(...rows.map(({ row }) => row));
}

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      sort(table, column, ascending ? 1 : -1);
    });
  });
}

// Every word has to occur in the name or in the row.
function makeFilter(form, table) {
  const input = form.querySelector("#filter");
  const failedOnly = form.querySelector("#failed-only");
  const shown = form.querySelector("#shown");
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    text: (row.dataset.name + " " + row.textContent).toLowerCase(),
    failed: row.classList.contains("failed"),
  }));
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text, failed } of rows) {
      row.hidden = !words.every((word) => text.includes(word)) || (failedOnly.checked && !failed);
      if (!row.hidden) ++count;
    }
    shown.value = count === rows.length ? `${count} cell${count === 1 ? "" : "s"}` : `${count} of ${rows.length} cells`;
  };
  // A link to a row that is filtered out would lead nowhere.
  const showTarget = () => {
    const target = location.hash.startsWith("#cell-") && document.getElementById(location.hash.slice(1));
    if (!target || !target.hidden) return;
    input.value = "";
    failedOnly.checked = false;
    apply();
    target.scrollIntoView();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", apply);
  failedOnly.addEventListener("change", apply);
  addEventListener("hashchange", showTarget);
  form.hidden = false;
  apply();
}

document.querySelectorAll("table.sortable").forEach(makeSortable);
makeFilter(document.querySelector(".filter"), document.getElementById("cells"));
