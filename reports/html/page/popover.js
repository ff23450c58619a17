// A choice of many behind a button: boxes to tick, all and none. Escape and a click elsewhere close it.
import { element } from "./dom.js";

export class Popover {
  constructor(label, options, name, choices) {
    Object.assign(this, { label, options, name, choices });
    this.text = element("b");
    this.boxes = options.map(({ value }) => element("input", { type: "checkbox", value, onchange: () => this.changed() }));
    const all = (checked) => () => {
      for (const box of this.boxes) box.checked = checked;
      if (checked) this.changed();
    };
    this.whole = element(
      "details",
      { class: "popover" },
      element("summary", {}, label + " ", this.text),
      element(
        "div",
        { class: "sheet", role: "group", "aria-label": label },
        element(
          "p",
          {},
          element("button", { type: "button", textContent: "all", onclick: all(true) }),
          element("button", { type: "button", textContent: "none", title: "then tick what you want", onclick: all(false) }),
        ),
        ...options.map(({ text }, i) => element("label", {}, this.boxes[i], " " + text)),
      ),
    );
    this.whole.hidden = options.length < 2;
    this.whole.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.whole.open) return;
      this.whole.open = false;
      this.whole.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!this.whole.contains(event.target)) this.whole.open = false;
    });
    this.whole.addEventListener("toggle", () => !this.whole.open && this.update());
  }

  changed() {
    const chosen = this.boxes.filter(({ checked }) => checked).map(({ value }) => value);
    this.choices.set({ [this.name]: chosen.length === this.options.length ? null : chosen });
  }

  update() {
    const chosen = this.options.filter(({ value }) => this.choices.includes(this.name, value));
    this.boxes.forEach((box, i) => (box.checked = this.choices.includes(this.name, this.options[i].value)));
    this.text.textContent = chosen.length === this.options.length ? "all" : chosen.length === 1 ? chosen[0].text : `${chosen.length} of ${this.options.length}`;
  }
}
