// SPDX-License-Identifier: MIT
// Makes the files that pages are filled into: page.html with the style, the script and the SHA-256 of both in its content
// security policy, and document.html with a style alone. The browser then runs this script and this style and nothing else,
// whatever a result file contains.
//
//   node build.mjs PAGE.html GATE.html
//   node build.mjs --check        says whether it could, by its exit status
//
// Where it cannot, build_without_node.cmake makes pages without charts.
//
// A chart is NAME.js of charts/, which makes the rows, and NAME.json, the drawing in Vega-Lite; a script may say that it is
// drawn as another one (export const drawnAs = "other"). Drawings are compiled to Vega here, so that the page carries no
// compiler.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { compile } from "vega-lite";

const folder = path.dirname(fileURLToPath(import.meta.url));
const text = (...parts) => readFileSync(path.join(folder, ...parts), "utf8");
const config = JSON.parse(text("charts.config.json"));

function compiled(file) {
  const problems = [];
  const note = (...message) => problems.push(message.join(" "));
  const logger = { warn: note, error: note, info() {}, debug() {}, level: () => logger };
  const { spec } = compile(JSON.parse(readFileSync(file, "utf8")), { config, logger });
  if (problems.length) throw new Error(`${file}: ${problems.join("; ")}`);
  return JSON.stringify(spec);
}

// The drawing of a chart: its own, or the one that its script names.
function drawingOf(name) {
  const other = text("charts", `${name}.js`).match(/^export const drawnAs = "(\w+)";$/m);
  return `./${other ? other[1] : name}.json`;
}

// import {charts} from "charts": all of them, by name.
const charts = {
  name: "charts",
  setup(bundle) {
    bundle.onResolve({ filter: /^charts$/ }, () => ({ path: "all", namespace: "charts" }));
    bundle.onLoad({ filter: /.*/, namespace: "charts" }, () => {
      const names = readdirSync(path.join(folder, "charts"))
        .filter((file) => file.endsWith(".js"))
        .map((file) => path.basename(file, ".js"));
      const imports = names.map((name, i) => `import spec${i} from "${drawingOf(name)}"; import * as chart${i} from "./${name}.js";`);
      const list = names.map((name, i) => `{name: ${JSON.stringify(name)}, spec: spec${i}, ...chart${i}}`);
      return { contents: `${imports.join("\n")}\nexport const charts = [${list}];`, resolveDir: path.join(folder, "charts") };
    });
    bundle.onLoad({ filter: /[/\\]charts[/\\][^/\\]*\.json$/ }, ({ path: file }) => ({ contents: compiled(file), loader: "json" }));
  },
};

async function script(entry) {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(folder, "page", entry)],
    metafile: true,
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    plugins: [charts],
    logLevel: "warning",
  });
  return { source: outputFiles[0].text, files: Object.keys(metafile.inputs) };
}

// The licences that the embedded packages ask to be kept, packages with the same text together.
function licences(files) {
  const packages = new Set(files.map((file) => file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean));
  const groups = new Map(); // text without who holds the copyright -> {holders, names, text}
  for (const home of [...packages].sort()) {
    const file = readdirSync(home).find((name) => /^licen[cs]e/i.test(name));
    if (!file) throw new Error(`${home} has no licence to show`);
    const whole = readFileSync(path.join(home, file), "utf8").trim();
    const holders = whole.match(/^ *Copyright.*$/gim) ?? [];
    const rest = whole.replace(/^ *Copyright.*$/gim, "").replace(/\n{3,}/g, "\n\n").trim();
    const key = rest.replace(/\s+/g, " ");
    const group = groups.get(key) ?? { names: [], holders: new Set(), text: rest };
    group.names.push(path.basename(home));
    for (const holder of holders) group.holders.add(holder.trim());
    groups.set(key, group);
  }
  const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
  return [...groups.values()].map(({ names, holders, text }) => escaped(`${names.join(", ")}\n${[...holders].join("\n")}\n\n${text}`)).join("\n\n\n");
}

// td.w37: a bar of 37 % without a script.
const bars = Array.from({ length: 101 }, (_, i) => `.w${i}{background:linear-gradient(to right,var(--bar) ${i}%,transparent 0)}`).join("");

async function style(entry) {
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, "style", entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    logLevel: "warning",
    target: ["chrome123", "firefox120", "safari17.5"],
  });
  return outputFiles[0].text.trim() + bars;
}

// What ends an element inside a script or a style, and what `report` would take for a placeholder.
function embeddable(source, element) {
  const forbidden = element === "script" ? /<\/script|<!--/gi : /<\/style/gi;
  if (forbidden.test(source)) throw new Error(`the ${element} contains what would end it`);
  return source;
}

const hash = (source) => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;

if (process.argv[2] === "--check") {
  // Packages that are only half there, or for another machine, are found out by using them.
  await build({ stdin: { contents: 'import "vega"; import "vega-interpreter";', resolveDir: folder }, bundle: true, write: false, logLevel: "silent" });
  process.exit(0);
}
const [main, head] = [await script("main.js"), await script("head.js")];
const parts = {
  script: embeddable(main.source, "script"),
  head: embeddable(head.source, "script"),
};
const filled = async (file, styleOf) => {
  const all = { ...parts, style: embeddable(await style(styleOf), "style") };
  return text(file)
    .replace(/\{\{(style|script|head)(_hash)?\}\}/g, (_, part, wantsHash) => (wantsHash ? hash(all[part]) : all[part]))
    .replace("{{without_charts}}\n", "")
    .replace("{{licences}}", () => licences(main.files));
};
writeFileSync(process.argv[2], await filled("page.html", "page.css"));
writeFileSync(process.argv[3], await filled("document.html", "document.css"));
