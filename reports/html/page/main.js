// Brings the page to life, which is complete without: charts in place of tables, choices, sorting and filtering.
import { AllCells } from "./all_cells.js";
import { Choices } from "./choices.js";
import { copy } from "./copying.js";
import { Model } from "./data.js";
import { element } from "./dom.js";
import { metrics } from "./metrics.js";
import { Page } from "./page.js";
import { chooseResult } from "./results.js";
import { Toolbar } from "./toolbar.js";

chooseResult();
const root = document.documentElement;
const model = new Model(JSON.parse(document.getElementById("data").textContent));
const choices = new Choices(model, metrics);

// "auto" is what the system says; printing is always light.
let printing = false;
const applyTheme = () => {
  const theme = printing ? "light" : choices.get("theme", null, null);
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
};
applyTheme();

const toolbar = new Toolbar(document.getElementById("toolbar"), model, choices);
const page = new Page(model, choices);
const cells = new AllCells(document.getElementById("cells"), page);

// Beside the heading of every section.
for (const heading of document.querySelectorAll("section[id] > h2")) {
  const place = heading.parentElement.id;
  const title = "Copy the address of this section, with all choices as they are now";
  const text = element("span", { id: heading.id }, ...heading.childNodes); // the name of the section, without the button
  heading.removeAttribute("id");
  heading.append(text, " ", element("button", { type: "button", class: "copy-link", title, textContent: "copy link", onclick: (event) => copy(choices.linkTo(place), event.target) }));
}

// Goes where the address says, if that is not where we are already.
let place = null;
function goToPlace(smoothly) {
  const now = choices.get("at", null, null);
  const key = `${now} ${choices.cell?.index}`;
  if (now && key !== place) {
    const still = !smoothly || matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById(now)?.scrollIntoView({ behavior: still ? "instant" : "smooth" });
  }
  place = key;
}

choices.listeners.push(() => {
  applyTheme();
  toolbar.update();
  page.redraw();
  cells.update();
  goToPlace(true);
});

// Links of the list of contents keep the choices.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target || link.classList.contains("skip") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (target.matches("section")) {
    place = null;
    choices.set({ at: target.id });
  } else if (/^cell-\d+$/.test(target.id)) cells.goTo(target);
  else target.scrollIntoView();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => page.redraw());

function print(starts) {
  if (printing === starts) return;
  printing = starts;
  applyTheme();
  page.redraw();
  cells.print(starts);
  if (starts) page.drawAll();
}
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));
matchMedia("print").addEventListener("change", ({ matches }) => print(matches));

goToPlace(false);
root.classList.add("ready");
