// The choices that hold for the whole page, in one bar. The runtimes' chips are the legend of every chart as well.
import { baselineText } from "./comparison.js";
import { workersText } from "./data.js";
import { element, select } from "./dom.js";
import { metrics } from "./metrics.js";
import { Popover } from "./popover.js";

const themes = [
  { value: "auto", text: "as the system" },
  { value: "light", text: "light" },
  { value: "dark", text: "dark" },
];

// The choice of many `name`, after `value` was switched; all of them is no choice at all.
function switched(choices, name, all, value) {
  const chosen = all.filter((one) => choices.includes(name, one) !== (one === value));
  return { [name]: chosen.length === all.length || !chosen.length ? null : chosen };
}

export class Toolbar {
  constructor(home, model, choices) {
    Object.assign(this, { model, choices });
    const choose = (name, none) => (value) => choices.set({ [name]: value === none ? null : value });
    this.baseline = select("Compare with", "baseline", choose("baseline", "serial"));
    this.metric = select("Show", "metric", choose("metric", "speedup"));
    this.theme = select("Colours", "theme", choose("theme", "auto"));
    this.kernels = new Popover("Kernels", model.kernels.map((kernel) => ({ value: kernel, text: kernel })), "kernels", choices);
    this.workers = new Popover("Workers", model.workers.map((workers) => ({ value: String(workers), text: workersText(workers) })), "workers", choices);
    this.chips = model.runtimes.map((runtime, index) => this.chip(runtime, index));
    this.resetButton = element("button", { type: "button", textContent: "Reset", title: "Take all choices back", onclick: () => choices.reset() });
    this.summary = element("span", { class: "muted" });
    const narrow = matchMedia("(max-width: 700px)");
    this.details = element(
      "details",
      { open: !narrow.matches },
      element("summary", {}, "Choices ", this.summary),
      element(
        "div",
        { class: "row" },
        this.baseline.whole, this.metric.whole, this.kernels.whole, this.workers.whole, this.theme.whole, this.resetButton,
      ),
      element("div", { class: "row chips", role: "group", "aria-label": "Runtimes; also the legend of the charts" }, ...this.chips),
    );
    narrow.addEventListener("change", () => (this.details.open = !narrow.matches));
    home.append(this.details);
    home.hidden = false;
    // Headings that are jumped to stay below the bar.
    new ResizeObserver(() => document.documentElement.style.setProperty("--toolbar", `${home.offsetHeight}px`)).observe(home);
    this.update();
  }

  chip(runtime, index) {
    return element(
      "button",
      {
        type: "button",
        class: "chip",
        title: `Show or hide ${runtime}; with Shift: only ${runtime}`,
        onclick: (event) => this.choices.set(event.shiftKey ? { runtimes: [runtime] } : switched(this.choices, "runtimes", this.model.runtimes, runtime)),
      },
      element("span", { class: `rt c${this.model.looks[index][0]} s${this.model.looks[index][1]}`, textContent: runtime }),
    );
  }

  update() {
    const { model, choices } = this;
    const others = model.runtimes.filter((runtime) => runtime !== "serial" && runtime !== "self");
    this.baseline.fill(
      ["serial", "self", ...others].map((value) => ({ value, text: baselineText(value) })),
      choices.baseline,
    );
    this.metric.fill(Object.entries(metrics).map(([value, { name }]) => ({ value, text: name })), choices.metric);
    this.theme.fill(themes, choices.get("theme", null, "auto"));
    this.kernels.update();
    this.workers.update();
    for (const [index, chip] of this.chips.entries())
      chip.setAttribute("aria-pressed", String(choices.includes("runtimes", model.runtimes[index])));
    this.resetButton.disabled = choices.values.size === 0;
    this.summary.textContent = `${metrics[choices.metric].name} against ${baselineText(choices.baseline)}`;
  }
}
