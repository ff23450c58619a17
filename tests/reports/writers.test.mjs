// SPDX-License-Identifier: MIT
// One result, four writers: what the page, the terminal, Markdown and CSV say of a cell or a kind of work is the same. The
// page's script computes speed-ups and verdicts itself, for any baseline; the program is asked for the same by giving
// it files in which that baseline is called `serial`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { Comparison } from "../../reports/html/page/comparison.js";
import { hasValue, Model } from "../../reports/html/page/data.js";
import { repetitionsToResolve, resolvingText } from "../../reports/html/page/repetitions.js";
import { formats, range } from "../../reports/html/page/units.js";
import { run } from "./html/run_file.mjs";

const program = process.env.REPORT_PROGRAM;
if (!program) throw new Error("REPORT_PROGRAM does not say where report is");
const folder = mkdtempSync(path.join(os.tmpdir(), "parallax-writers-"));
after(() => rmSync(folder, { recursive: true, force: true }));

// What the program writes of some rows.
function written(benchmarks, ...flags) {
  const file = path.join(folder, "result.json");
  writeFileSync(file, JSON.stringify({ ...result, benchmarks }));
  return execFileSync(program, [file, ...flags], { encoding: "utf8", cwd: folder });
}

// Lines of a CSV as objects; a field in quotes may hold everything.
function parsed(csv) {
  const lines = [[""]];
  for (let i = 0, quoted = false; i < csv.length; ++i) {
    const line = lines.at(-1);
    if (csv[i] === '"' && quoted && csv[i + 1] === '"') line[line.length - 1] += csv[++i];
    else if (csv[i] === '"') quoted = !quoted;
    else if (!quoted && csv[i] === ",") line.push("");
    else if (!quoted && csv.startsWith("\r\n", i)) lines.push([""]), ++i;
    else line[line.length - 1] += csv[i];
  }
  const [head, ...rows] = lines.filter((line) => line.length > 1);
  return rows.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column]])));
}

const result = run();
const byName = (csv) => new Map(parsed(csv).map((row) => [row.name.replace(/^'/, ""), row]));
const table = byName(written(result.benchmarks, "--csv"));
written(result.benchmarks, "-o", "page.html");
const page = readFileSync(path.join(folder, "page.html"), "utf8");
const model = new Model(JSON.parse(page.match(/<script type="application\/json" id="data">([^]*?)<\/script>/)[1]));
const comparison = new Comparison(model);
const rowOf = (cell) => table.get(cell.name) ?? [...table.values()].find(({ name }) => name.endsWith(cell.name));

// The page's data have six digits.
function same(one, text, what) {
  if (one === null || one === undefined) return assert.equal(text, "", what);
  assert.ok(text !== "" && Math.abs(one - Number(text)) <= 3e-5 * Math.abs(one), `${what}: ${one} / ${text}`);
}

test("times and intervals of the page are those of CSV", () => {
  assert.equal(model.cells.length, table.size);
  for (const cell of model.cells) {
    const row = rowOf(cell);
    const [value, low, high] = cell.seconds ?? [null, null, null];
    same(value, row.median_s, `${cell.name}: median`);
    same(low, row.low_s, `${cell.name}: low`);
    same(high, row.high_s, `${cell.name}: high`);
    assert.equal(String(cell.repetitions), row.repetitions, cell.name);
    if (!cell.control) assert.equal(model.works[cell.work]?.kind ?? "", row.kind, cell.name);
  }
});

// Fails where nothing was compared.
function compared(cells, expected, baseline) {
  let count = 0;
  for (const [cell, row] of expected(cells)) {
    const found = comparison.speedup(cell, baseline);
    same(found?.value, row?.speedup ?? "", `${cell.name} against ${baseline}`);
    same(found?.low, row?.speedup_low ?? "", `${cell.name} against ${baseline}: low`);
    same(found?.high, row?.speedup_high ?? "", `${cell.name} against ${baseline}: high`);
    count += found ? 1 : 0;
  }
  assert.ok(count > 3, `only ${count} cells have ${baseline} to be compared with`);
}

// Names that can be taken apart and put together: those of other projects have other signs in them.
const working = model.cells.filter((cell) => cell.work !== null && !cell.control && cell.name.split("/")[1] === model.runtimes[cell.runtime]);
const rowsNamed = new Map();
for (const row of result.benchmarks) rowsNamed.set(row.name, [...(rowsNamed.get(row.name) ?? []), row]);
const renamed = (name, to) => rowsNamed.get(name).map((row) => ({ ...row, name: to, run_name: to }));
// "kernel/runtime/workers:2/..." with another kernel, runtime and number of workers.
const nameWith = (name, mark, runtime, workers) => {
  const [kernel, , , ...rest] = name.split("/");
  return [`${kernel}~${mark}`, runtime, `workers:${workers}`, ...rest].join("/");
};

test("speed-ups of the page are those of the program, against serial", () => {
  compared(working, (cells) => cells.map((cell) => [cell, rowOf(cell)]), "serial");
});

// For each baseline a file in which it is serial, each number of workers (or each runtime) a kernel of its own.
const hasTimes = (name) => model.cells.some((cell) => model.runtimes[cell.runtime] === name && hasValue(cell));
for (const baseline of ["self", ...model.runtimes.filter((name) => name !== "serial" && hasTimes(name))])
  test(`speed-ups of the page are those of the program, against ${baseline}`, () => {
    const benchmarks = [];
    const names = new Map();
    for (const cell of working) {
      const against = comparison.baselineOf(cell, baseline);
      if (!against) continue;
      const mark = baseline === "self" ? model.runtimes[cell.runtime] : `${cell.workers}`;
      const unit = nameWith(cell.name, mark, "serial", 1);
      if (!names.has(unit)) benchmarks.push(...renamed(against.name, unit));
      names.set(unit, unit);
      // The baseline itself is the unit; others keep their name as a runtime that is not serial.
      const own = cell === against ? unit : nameWith(cell.name, mark, `the-${model.runtimes[cell.runtime]}`, cell.workers ?? 1);
      if (cell !== against) benchmarks.push(...renamed(cell.name, own));
      names.set(cell, own);
    }
    const found = byName(written(benchmarks, "--csv"));
    compared(working, (cells) => cells.map((cell) => [cell, found.get(names.get(cell))]), baseline);
  });

test("who is the best, and who is surely slower, is the same on the page and in CSV", () => {
  let verdicts = 0;
  let planned = 0;
  for (const work of model.works) {
    const best = model.runtimes.map((_, runtime) => {
      const own = model.ofWork.get(work.index).filter((cell) => cell.runtime === runtime && hasValue(cell));
      return own.length ? own.reduce((a, b) => (b.seconds[0] < a.seconds[0] ? b : a)) : undefined;
    });
    const ranking = comparison.ranked(best.filter(Boolean));
    for (const cell of model.ofWork.get(work.index)) {
      const row = rowOf(cell);
      const place = ranking.places.get(cell);
      const verdict = !place ? "" : cell === ranking.best ? "best" : place.resolved ? "yes" : "no";
      assert.equal(verdict, row.resolved_from_best, cell.name);
      same(place?.times.value, row.slowdown_to_best, `${cell.name}: time / best time`);
      verdicts += place ? 1 : 0;
      if (verdict !== "no") continue;
      // The heat map without a script.
      const title = page.match(new RegExp(`title="([^"]*)"><a href="#cell-${cell.index}">`))[1];
      const needed = repetitionsToResolve(place.times, cell.repetitions, ranking.places.size);
      // Both are rounded up, from samples of all digits and of six.
      const numbers = [title, resolvingText(needed)].map((text) => Number(/(\d+) repetitions/.exec(text)?.[1] ?? 0));
      assert.ok(title.includes("not distinguishable from it") && Math.abs(numbers[0] - numbers[1]) <= 0.1 * numbers[1], `${cell.name}: ${title}, ${needed}`);
      ++planned;
    }
  }
  assert.ok(verdicts > 20 && planned > 5);
});

const plain = (html) =>
  html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ").trim();
const cards = [...page.matchAll(/<article class="verdict"><h3>(.*?)<\/h3>[^]*?<p class="claim">([^]*?)<\/p>\s*<p class="sure">([^]*?)<\/p>([^]*?)<\/article>/g)].map(
  ([, kind, claim, sure, ranking]) => ({
    kind: plain(kind), claim: plain(claim), sure: plain(sure),
    ranking: [...ranking.matchAll(/<tr><th scope="row">(.*?)<\/th><td([^]*?)<\/tr>/g)].map(([, runtime, rest]) => ({ runtime: plain(runtime), text: plain("<td" + rest) })),
  }),
);

test("answers are the same on the page, on the terminal and in Markdown", () => {
  const terminal = written(result.benchmarks, "--terminal").replace(/\s+/g, " ");
  const markdown = written(result.benchmarks, "--markdown");
  assert.ok(cards.length >= 4);
  for (const { kind, claim, sure, ranking } of cards) {
    assert.ok(terminal.includes(kind) && terminal.includes(claim), `${claim} in ${terminal}`);
    assert.ok(terminal.includes(sure.slice(sure.indexOf(`${ranking[0].runtime} is best in`))), sure);
    const line = markdown.split("\n").find((one) => one.startsWith(`| ${kind} |`));
    assert.ok(line?.includes(`**\`${ranking[0].runtime}\`**`), `${kind}: ${line}`);
    const gain = claim.match(/([\d.]+×) as fast as serial( \([^)]*\))?/);
    if (gain) assert.ok(line.includes(`| ${gain[1]}${gain[2] ?? ""} |`), `${gain[0]} in ${line}`);
    const equals = ranking.filter(({ text }) => text.startsWith("≈")).map(({ runtime }) => `\`${runtime}\``);
    for (const one of equals) assert.ok(line.split("|")[4].includes(one), `${one} in ${line}`);
    for (const { runtime, text } of ranking.slice(1)) {
      const [number, low, high] = text.match(/≈?\s*[\d.·⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+×|[\d.]+(?=–)|(?<=–)[\d.]+/g) ?? [];
      const places = markdown.split("\n").filter((one) => one.startsWith(`| \`${runtime}\` |`) && one.includes(`${number}${low ? ` (${low}–${high})` : ""} |`));
      if (number) assert.equal(places.length > 0, true, `${kind}: ${runtime} in Markdown`);
      if (number) assert.match(terminal, new RegExp(`${runtime.replace(/[-+]/g, "\\$&")} \\S* ?${number}${low ? ` \\(${low}–${high}\\)` : ""}`), `${kind}: ${runtime}`);
    }
  }
});

test("the works of Markdown have the speed-ups and verdicts of CSV", () => {
  const markdown = written(result.benchmarks, "--markdown");
  const lines = markdown.split("\n").filter((line) => line.startsWith("|"));
  const head = lines.find((line) => line.startsWith("| work |")).split("|").map((text) => text.trim().replaceAll("`", ""));
  let shown = 0;
  for (const work of model.works) {
    const line = lines.find((one) => one.startsWith(`| \`${work.kernel}\` \`${work.text}\` |`));
    assert.ok(line, work.name);
    const texts = line.split("|").map((text) => text.trim());
    for (const cell of model.ofWork.get(work.index)) {
      const row = rowOf(cell);
      if (!row.resolved_from_best) continue;
      const [value, low, high, unit] = row.speedup === "" ? [row.median_s, row.low_s, row.high_s, "seconds"] : [row.speedup, row.speedup_low, row.speedup_high, "ratio"];
      const number = formats[unit](Number(value)) + (low === "" ? "" : ` (${range(Number(low), Number(high), unit)})`);
      const expected = { best: `**${number}**`, yes: number, no: `≈ ${number}` }[row.resolved_from_best];
      assert.equal(texts[head.indexOf(model.runtimes[cell.runtime])], expected, cell.name);
      ++shown;
    }
  }
  assert.ok(shown > 20);
});

test("the tables of the page have the numbers of CSV", () => {
  const rows = [...page.matchAll(/<tr id="cell-(\d+)"[^>]*>([^]*?)<\/tr>/g)];
  assert.equal(rows.length, table.size);
  for (const [, index, html] of rows) {
    const cell = model.cells[Number(index)];
    if (!hasValue(cell)) continue;
    const columns = [...html.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, inside]) => plain(inside).replace(/\s*!$/, ""));
    const row = rowOf(cell);
    assert.equal(columns[6].split(" ").slice(0, 2).join("\u00a0"), formats.seconds(Number(row.median_s)).replace(/\s/g, "\u00a0"), cell.name);
    assert.equal(columns[7].split(" ")[0], row.speedup === "" ? "" : formats.ratio(Number(row.speedup)), cell.name);
  }
});
