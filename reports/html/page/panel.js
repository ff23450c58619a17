// One figure: title, choices of its own, the chart, and its twin as a table. What it shows comes from a chart's script as
// a "picture" (drawing.js), asked for anew whenever a choice, the theme or the width changes.
import { element, select } from "./dom.js";
import { drawn } from "./drawing.js";
import { savePng, saveSvg } from "./saving.js";
import { readable } from "./keys.js";
import { stickyAxes } from "./sticky_axes.js";
import { showTip } from "./tooltip.js";
import { twin } from "./twin.js";

const leastWidth = 280;

export class Panel {
  constructor(chart, wanted, page) {
    Object.assign(this, { chart, wanted, page, dirty: true, drawing: null, view: null, picture: null });
    this.controls = (wanted.controls ?? []).map((control) => ({
      ...control,
      ...select(control.label, control.key, (value) => page.choose(control.changes?.(value, page.context(this)) ?? { [control.key]: value })),
    }));
    const button = (text, title, onclick) => element("button", { type: "button", textContent: text, title, onclick });
    this.tableButton = button("Table", "The numbers of this chart", () => this.toggleTwin());
    this.tableButton.setAttribute("aria-pressed", "false");
    this.tools = element(
      "div",
      { class: "tools" },
      this.tableButton,
      button("SVG", "Save this chart as a drawing", () => saveSvg(this)),
      button("PNG", "Save this chart as an image", () => savePng(this)),
    );
    this.sentence = element("p", { class: "sentence" });
    this.chartBox = element("div", { class: "chart", tabIndex: 0, role: "group", "aria-roledescription": "chart" });
    this.twinBox = element("div", { class: "twin scroll", hidden: true, tabIndex: 0, role: "region", "aria-label": `${wanted.title}, as a table` });
    this.note = element("p", { class: "note" });
    this.figure = element(
      "figure",
      { class: wanted.wide ? "panel wide" : "panel", id: `panel-${wanted.id}` },
      element("figcaption", {}, element("h3", { textContent: wanted.title }), this.tools),
      this.controls.length ? element("div", { class: "controls" }, ...this.controls.map(({ whole }) => whole)) : null,
      this.sentence,
      this.chartBox,
      this.twinBox,
      this.note,
    );
    this.placeAxes = () => {};
    if (wanted.sticky)
      for (const scrolled of [this.chartBox, window]) scrolled.addEventListener("scroll", () => this.placeAxes(), { passive: true });
    this.showTwin();
    readable(this.chartBox, (datum) => page.select(datum.cell), showTip);
  }

  get offered() {
    return !this.wanted.kernel || this.page.choices.includes("kernels", this.wanted.kernel);
  }

  // Another choice came in before the last drawing was done: that one draws once more.
  async draw() {
    this.dirty = true;
    this.drawing ??= (async () => {
      while (this.dirty) {
        this.dirty = false;
        await this.drawOnce();
      }
      this.drawing = null;
    })();
    await this.drawing;
  }

  async drawOnce() {
    const context = this.page.context(this);
    if (this.twinBox.hidden === this.page.choices.lists("tables", this.wanted.id)) this.showTwin(); // the address was changed
    for (const control of this.controls) control.fill(control.options(context), context.chosen(control.key));
    const picture = this.wanted.picture(context);
    this.picture = picture;
    const empty = Boolean(picture.empty);
    this.sentence.textContent = picture.empty ?? picture.sentence ?? "";
    this.note.textContent = picture.note ?? "";
    this.tools.hidden = empty;
    this.chartBox.hidden = empty;
    this.view?.finalize();
    this.view = null;
    if (empty) {
      this.twinBox.replaceChildren();
      return;
    }
    this.chartBox.setAttribute("aria-label", `${this.wanted.title}. ${picture.description ?? ""} Arrow keys read the values, Enter chooses one.`);
    const holder = element("div", { class: "drawing" });
    this.view = await drawn(holder, this.chart.spec, picture, this.width, (_, event, item, text) => showTip(text ? String(text) : "", event));
    this.view.addEventListener("click", (_, item) => {
      if (item?.datum?.cell !== undefined) this.page.select(item.datum.cell);
    });
    this.chartBox.replaceChildren(holder);
    if (this.wanted.sticky) this.placeAxes = stickyAxes(this.chartBox);
    this.placeAxes();
    this.chartBox.style.minHeight = `${Math.min(holder.offsetHeight, 4000)}px`; // so that a redraw moves nothing
    if (!this.twinBox.hidden) this.fillTwin();
  }

  get width() {
    const inner = this.chartBox.clientWidth || this.figure.clientWidth || leastWidth;
    return Math.max(inner, this.picture?.leastWidth ?? leastWidth);
  }

  fillTwin() {
    this.twinBox.replaceChildren(twin(this.picture, (cell) => this.page.select(cell)));
  }

  // Which tables are open is in the address.
  showTwin() {
    this.twinBox.hidden = !this.page.choices.lists("tables", this.wanted.id);
    this.tableButton.setAttribute("aria-pressed", String(!this.twinBox.hidden));
    if (!this.twinBox.hidden && this.picture) this.fillTwin();
  }

  toggleTwin() {
    const { choices } = this.page;
    const open = this.page.panels.map(({ wanted }) => wanted.id).filter((id) => choices.lists("tables", id) !== (id === this.wanted.id));
    choices.note({ tables: open });
    this.showTwin();
  }
}
