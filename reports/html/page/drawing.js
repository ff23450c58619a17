// Makes a Vega view out of a compiled chart (charts/*.json) and a picture, which is what a chart's script returns:
//   data    rows by name of the data set
//   tokens  what stands for "@name" in the chart: titles, units, colours ...
//   signals values by name: lists of ticks and the like
//   scales  properties of scales by name, for what depends on the metric: {y: {type: "log"}}
//   legend  [{text, colour, shape}] of exported pictures
//   overhang pixels that something reaches beyond the right end
import { theme } from "./look.js";
import { view } from "./vega.js";

const svgLimit = 10_000; // marks, above which a canvas is quicker

function replaced(value, tokens) {
  if (typeof value === "string") return value[0] === "@" && value.slice(1) in tokens ? tokens[value.slice(1)] : value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, tokens));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, tokens)]));
}

function filled(compiled, picture, width) {
  const spec = replaced(compiled, { ...theme(), ...picture.tokens });
  spec.width = width;
  if (picture.height) spec.height = picture.height;
  if (picture.overhang) spec.padding = padded(spec.padding, picture.overhang);
  for (const signal of spec.signals ?? [])
    if (picture.signals && signal.name in picture.signals) signal.value = picture.signals[signal.name];
  for (const data of spec.data) if (picture.data[data.name]) data.values = picture.data[data.name];
  for (const scale of spec.scales ?? []) Object.assign(scale, picture.scales?.[scale.name]);
  return spec;
}

function padded(padding, overhang) {
  const all = typeof padding === "object" ? padding : { left: padding, top: padding, right: padding, bottom: padding };
  return { ...all, right: (all.right ?? 0) + overhang };
}

// Draws into an element and returns the view.
export async function drawn(element, compiled, picture, width, tooltip) {
  const marks = Object.values(picture.data).reduce((sum, rows) => sum + rows.length, 0);
  const made = view(filled(compiled, picture, width), marks > svgLimit ? "canvas" : "svg");
  made.tooltip(tooltip); // before: setting it initializes a view anew, which empties what was drawn
  made.initialize(element);
  await made.runAsync();
  return made;
}

// A title above and the legend below, which on the page stand outside of the picture.
export function exported(compiled, picture, title, width) {
  const spec = filled(compiled, picture, width);
  const { ink, card } = theme();
  spec.background = card;
  spec.padding = padded(12, picture.overhang ?? 0);
  spec.title = { text: title, anchor: "start", color: ink, fontSize: 14, subtitle: picture.subtitle ?? "", subtitleColor: ink };
  if (picture.legend?.length) {
    const domain = picture.legend.map(({ text }) => text);
    spec.scales = [
      ...(spec.scales ?? []),
      { name: "legendColour", type: "ordinal", domain, range: picture.legend.map(({ colour }) => colour) },
      { name: "legendShape", type: "ordinal", domain, range: picture.legend.map(({ shape }) => shape) },
    ];
    spec.legends = [
      {
        fill: "legendColour",
        shape: "legendShape",
        orient: "bottom",
        direction: "horizontal",
        columns: Math.max(1, Math.floor(width / (30 + 7 * Math.max(...domain.map((text) => text.length))))),
        symbolStrokeWidth: 0,
        labelColor: ink,
        labelLimit: 400,
      },
    ];
  }
  return view(spec, "none");
}

export function runtimeLegend(model, runtimes) {
  const found = theme();
  return [...new Set(runtimes)]
    .sort((a, b) => a - b)
    .map((runtime) => ({ text: model.runtimes[runtime], colour: model.colour(runtime, found), shape: model.shape(runtime) }));
}
