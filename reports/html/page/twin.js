// The numbers of a chart as a table: {columns: [{title, n}], rows: [{cells: [text], cell}]} of a picture.
import { element } from "./dom.js";

const most = 2000; // rows; the table of all cells has them all

export function twin({ columns, rows }, select) {
  const head = element("tr", {}, ...columns.map(({ title, n }) => element("th", { scope: "col", class: n ? "n" : "", textContent: title })));
  const body = rows.slice(0, most).map(({ cells, cell }) => {
    const row = element(
      "tr",
      {},
      ...cells.map((text, i) => {
        if (i > 0) return element("td", { class: columns[i].n ? "n" : "", textContent: text });
        const link = cell === undefined ? text : element("button", { type: "button", class: "link", textContent: text, onclick: () => select(cell) });
        return element("th", { scope: "row" }, link);
      }),
    );
    return row;
  });
  return element("table", { class: "numbers" }, element("thead", {}, head), element("tbody", {}, ...body));
}
