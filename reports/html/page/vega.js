// The parts of Vega that our charts use; the whole has maps, forces, words and more and weighs a third more. Expressions
// are interpreted, because the page's policy forbids to make code out of text.
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionFunction } from "vega-functions";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as dataTransforms from "vega-transforms";
import { View } from "vega-view";
import * as viewTransforms from "vega-view-transforms";

import { tickText } from "./units.js";

Object.assign(transforms, dataTransforms, viewTransforms, encode);
expressionFunction("tickText", tickText); // for labels of axes

// Nothing is ever loaded: data comes with the page.
const loader = {
  load: () => Promise.reject(new Error("this page loads nothing")),
  sanitize: () => Promise.reject(new Error("this page links nowhere")),
};

export const view = (spec, renderer) =>
  new View(parse(spec, null, { ast: true }), { expr: expressionInterpreter, loader, renderer, logLevel: 1 });
