// Saves a chart as a file. Exported pictures carry what stands around them on the page: title, units and legend.
import { element } from "./dom.js";
import { exported } from "./drawing.js";

const exportWidth = 900;

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Letters, digits and dashes of the title: names of kernels come from files and must not become paths.
const fileName = (panel, ending) => `parallax-${panel.wanted.id}-${panel.page.choices.metric}`.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 80) + ending;

function picture(panel) {
  const subtitle = [panel.picture.sentence].filter(Boolean).join(" ");
  const width = Math.max(panel.picture.leastWidth ?? 0, panel.wanted.wide ? exportWidth : 640);
  return exported(panel.chart.spec, { ...panel.picture, subtitle }, panel.wanted.title, width);
}

export async function saveSvg(panel) {
  const view = picture(panel);
  save(new Blob([await view.toSVG()], { type: "image/svg+xml" }), fileName(panel, ".svg"));
  view.finalize();
}

export async function savePng(panel) {
  const view = picture(panel);
  const canvas = await view.toCanvas(2);
  canvas.toBlob((blob) => save(blob, fileName(panel, ".png")), "image/png");
  view.finalize();
}
