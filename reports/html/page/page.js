// All panels of the page: builds them, and draws them when they are seen. The rest is drawn while nothing else happens,
// so that scrolling and printing find it done.
import { charts } from "charts";

import { Comparison } from "./comparison.js";
import { element } from "./dom.js";
import { theme } from "./look.js";
import { metrics } from "./metrics.js";
import { Panel } from "./panel.js";

const manyPanels = 80; // above, only what is seen is drawn
const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50));

export class Page {
  constructor(model, choices) {
    this.model = model;
    this.choices = choices;
    this.comparison = new Comparison(model);
    this.sections = [];
    this.panels = [];
    for (const chart of [...charts].sort((a, b) => a.place - b.place)) this.add(chart);
    this.seen = new Set();
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const panel = this.panels.find(({ figure }) => figure === target);
        if (isIntersecting) this.seen.add(panel);
        else this.seen.delete(panel);
        if (isIntersecting && panel.dirty) panel.draw();
      }
    }, { rootMargin: "300px" });
    this.resizing = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        const panel = this.panels.find(({ figure }) => figure === target);
        const width = Math.round(target.clientWidth);
        if (panel.knownWidth !== undefined && panel.knownWidth !== width) this.redraw([panel]);
        panel.knownWidth = width;
      }
    });
    this.arrange();
    for (const panel of this.panels) {
      this.observer.observe(panel.figure);
      this.resizing.observe(panel.figure);
    }
    this.drawLater();
  }

  add(chart) {
    const home = document.getElementById(chart.section);
    const wanted = chart.panels(this.model);
    if (!home || !wanted.length) return;
    let box = home.querySelector(":scope > .panels");
    if (!box) {
      const nothing = element("p", { class: "nothing", hidden: true, textContent: "Nothing here matches the choices above." });
      box = element("div", { class: "panels", data: { section: chart.section } });
      const still = home.querySelector(":scope > .static");
      still.before(box, nothing);
      still.classList.add("replaced");
      this.sections.push({ box, nothing, panels: [] });
    }
    const panels = wanted.map((one) => new Panel(chart, one, this));
    box.append(...panels.map(({ figure }) => figure));
    this.sections.find((section) => section.box === box).panels.push(...panels);
    this.panels.push(...panels);
  }

  // What a chart's script may ask.
  context(panel) {
    const { model, choices, comparison } = this;
    const context = { model, choices, comparison, baseline: choices.baseline, metric: metrics[choices.metric], theme: theme(), width: panel.width };
    context.chosen = (key) => {
      const control = panel.controls.find((one) => one.key === key);
      const offered = control.options(context).map(({ value }) => value);
      return control.value?.(context) ?? choices.get(key, offered, control.otherwise?.(context) ?? offered[0]);
    };
    return context;
  }

  choose(changes) {
    this.choices.set(changes);
  }

  // Chooses a cell and goes to its distribution.
  select(cell) {
    if (cell === undefined || cell === null) return;
    this.choices.set({ cell: this.model.cells[cell].name, at: "distributions" });
  }

  arrange() {
    for (const { nothing, panels } of this.sections) {
      for (const panel of panels) panel.figure.hidden = !panel.offered;
      nothing.hidden = panels.some((panel) => panel.offered);
    }
  }

  redraw(panels = this.panels) {
    this.arrange();
    for (const panel of panels) {
      panel.dirty = true;
      if (this.seen.has(panel)) panel.draw();
    }
    this.drawLater();
  }

  drawLater() {
    if (this.later || this.panels.length > manyPanels) return;
    this.later = true;
    whenIdle(async () => {
      this.later = false;
      const next = this.panels.find((panel) => panel.dirty && panel.offered && !panel.drawing);
      if (!next) return;
      await next.draw();
      this.drawLater();
    });
  }

  // Everything, seen or not.
  drawAll() {
    return Promise.all(this.panels.filter((panel) => panel.dirty && panel.offered).map((panel) => panel.draw()));
  }
}
