// The table of all cells, which the program wrote: filter, sort, copy, and the speed-up against the baseline chosen.
import { baselineText } from "./comparison.js";
import { hasValue } from "./data.js";
import { element } from "./dom.js";
import { copy, csv, markdown } from "./copying.js";
import { makeSortable } from "./sorting.js";
import { formats, range } from "./units.js";

const most = 1000; // rows laid out at once; a table of 17 000 would take a second for every change

export class AllCells {
  constructor(home, page) {
    this.page = page;
    this.table = home.querySelector("table");
    if (!this.table?.tBodies.length) return;
    this.rows = [...this.table.tBodies[0].rows].map((row) => {
      const cell = page.model.cells[Number(row.id.replace("cell-", ""))];
      return { row, cell, text: `${cell?.name ?? ""} ${row.textContent}`.toLowerCase(), failed: row.classList.contains("failed") };
    });
    this.head = this.table.querySelector("th[data-column=speedup]");
    this.column = this.head?.cellIndex;
    this.headText = this.head?.textContent;
    this.limit = most;
    this.buildForm(home);
    this.sortBy = makeSortable(this.table, (column, ascending) => {
      this.sorted = (ascending ? "" : "-") + column;
      page.choices.note({ sort: this.sorted });
      this.byTable();
    });
    this.table.tBodies[0].addEventListener("click", (event) => {
      if (event.target.closest("a, button") || String(getSelection())) return;
      const row = event.target.closest("tr");
      if (row) this.page.select(Number(row.id.replace("cell-", "")));
    });
    this.update();
  }

  buildForm(home) {
    const later = () => {
      this.page.choices.note({ filter: this.input.value, failed: this.failedOnly.checked ? "only" : null });
      this.filter();
    };
    this.input = element("input", { type: "search", placeholder: "cube openmp workers:2", autocomplete: "off", spellcheck: false, oninput: later });
    this.failedOnly = element("input", { type: "checkbox", onchange: later });
    this.shown = element("output", { "aria-live": "polite" });
    const button = (text, onclick) => element("button", { type: "button", textContent: text, onclick });
    this.more = button("Show all", () => {
      this.limit = Infinity;
      this.filter();
    });
    const form = element(
      "form",
      { class: "filter", onsubmit: (event) => event.preventDefault() },
      element("label", { class: "choice" }, element("span", {}, "Filter"), this.input),
      element("label", {}, this.failedOnly, " failed only"),
      button("Copy as CSV", (event) => copy(csv(this.table, this.visible()), event.target)),
      button("Copy as Markdown", (event) => copy(markdown(this.table, this.visible()), event.target)),
      this.shown,
      this.more,
    );
    home.querySelector("table").closest(".static, .scroll").before(form);
  }

  visible() {
    return this.rows.filter(({ passes }) => passes).map(({ row }) => row);
  }

  // The rows in the order that sorting gave them.
  byTable() {
    const places = new Map([...this.table.tBodies[0].rows].map((row, place) => [row, place]));
    this.rows.sort((a, b) => places.get(a.row) - places.get(b.row));
    this.filter();
  }

  filter() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let passing = 0;
    for (const one of this.rows) {
      one.passes =
        words.every((word) => one.text.includes(word)) &&
        (!this.failedOnly.checked || one.failed) &&
        (!one.cell || this.page.choices.shows(one.cell));
      if (one.passes) ++passing;
      const hidden = !one.passes || passing > this.limit;
      if (one.row.hidden !== hidden) one.row.hidden = hidden;
    }
    const all = this.rows.length;
    const listed = Math.min(passing, this.limit);
    this.shown.value = `${passing === all ? "" : `${passing} of `}${all} cell${all === 1 ? "" : "s"}${listed < passing ? `, the first ${listed} listed` : ""}`;
    this.more.hidden = listed === passing;
    this.more.textContent = `List all ${passing}`;
  }

  update() {
    if (!this.rows) return;
    this.readAddress();
    for (const { row, cell } of this.rows) row.classList.toggle("chosen", cell !== undefined && cell === this.page.choices.cell);
    this.filter();
    this.compareWith(this.page.choices.baseline);
  }

  // What is filtered and how it is sorted, as the address says.
  readAddress() {
    const { choices } = this.page;
    const filter = choices.get("filter", null, "");
    if (this.input.value !== filter) this.input.value = filter;
    this.failedOnly.checked = choices.lists("failed", "only");
    const sort = choices.get("sort", null, undefined);
    if (sort === undefined || sort === this.sorted || !this.sortBy(sort.replace(/^-/, ""), !sort.startsWith("-"))) return;
    this.sorted = sort;
    const places = new Map([...this.table.tBodies[0].rows].map((row, place) => [row, place]));
    this.rows.sort((one, other) => places.get(one.row) - places.get(other.row));
  }

  // Writes the speed-up against the baseline into its column, some rows at a time; what the program wrote is kept.
  compareWith(baseline) {
    if (!this.head || baseline === (this.writtenFor ?? "serial")) return;
    this.writtenFor = baseline;
    this.head.firstElementChild?.matches("button") && (this.head.firstElementChild.textContent = baseline === "serial" ? this.headText : `${this.headText} against ${baselineText(baseline)}`);
    let next = 0;
    const some = () => {
      if (this.writtenFor !== baseline) return;
      for (const end = Math.min(next + 300, this.rows.length); next < end; ++next) this.write(this.rows[next], baseline);
      if (next < this.rows.length) setTimeout(some);
    };
    some();
  }

  write(one, baseline) {
    const place = one.row.cells[this.column];
    if (!hasValue(one.cell) || !place) return;
    one.first ??= { nodes: [...place.childNodes], sort: place.dataset.sort, name: place.className };
    if (baseline === "serial") {
      place.replaceChildren(...one.first.nodes);
      place.className = one.first.name;
      if (one.first.sort === undefined) delete place.dataset.sort;
      else place.dataset.sort = one.first.sort;
      return;
    }
    const found = this.page.comparison.speedup(one.cell, baseline);
    place.className = found ? "n" : "n none";
    if (!found) {
      delete place.dataset.sort;
      place.textContent = "–";
      return;
    }
    place.dataset.sort = found.value;
    const interval = found.low === null ? null : element("small", { textContent: range(found.low, found.high, "ratio") });
    place.replaceChildren(formats.ratio(found.value), " ", interval ?? "");
  }

  // A link to a row that is filtered out would lead nowhere.
  goTo(row) {
    const one = this.rows?.find((other) => other.row === row);
    if (one && row.hidden) row.hidden = false;
    row.scrollIntoView({ block: "center" });
    row.classList.add("pointed");
    setTimeout(() => row.classList.remove("pointed"), 3000);
  }

  // On paper all rows that pass.
  print(starts) {
    if (!this.rows) return;
    this.limit = starts ? Infinity : most;
    this.filter();
  }
}
