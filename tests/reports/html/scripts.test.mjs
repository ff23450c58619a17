// SPDX-License-Identifier: MIT
// What the page's scripts compute, without a browser: the same as the program.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { sentenceOf } from "../../../reports/html/charts/grain.js";
import { fitRow } from "../../../reports/html/charts/scaling.js";
import { sharesOf } from "../../../reports/html/charts/splits.js";
import { labelsOf } from "../../../reports/html/charts/winners.js";
import { Comparison } from "../../../reports/html/page/comparison.js";
import { metrics } from "../../../reports/html/page/metrics.js";
import { sameDistribution, stepDownLevel } from "../../../reports/html/page/rank_test.js";
import { formatted, range } from "../../../reports/html/page/units.js";

test("ranks have the probabilities of other calculations", () => {
  const cases = JSON.parse(readFileSync(new URL("../statistics/rank_cases.json", import.meta.url)));
  for (const { sets, probability } of cases) assert.ok(Math.abs(sameDistribution(sets) - probability) < 1e-8, JSON.stringify(sets));
});

test("levels grow with the part", () => {
  assert.equal(stepDownLevel(20, 21), 0.05);
  assert.ok(Math.abs(stepDownLevel(2, 21) - 0.004873) < 1e-6);
});

// A law that goes through a measured point is drawn through it, whatever is shown.
test("a fit lies on the points that it was fitted to", () => {
  const value = { status: "value" };
  const serial = { ...value, index: 0, work: 0, workers: 1, seconds: [2, 2, 2], counter: new Map() };
  const cell = { ...value, index: 1, work: 0, workers: 8, seconds: [0.25, 0.25, 0.25], counter: new Map([["items_per_second", 4000]]) };
  const comparison = { baselineOf: () => serial };
  const shown = (name) => fitRow([8, 1 / 0.25], cell, { metric: metrics[name], baseline: "serial", comparison });
  assert.equal(shown("time"), 0.25);
  assert.equal(shown("speedup"), 8);
  assert.equal(shown("efficiency"), 1);
  assert.equal(shown("throughput"), 4000);
});

// As tests/base/units_test.cpp has them.
test("numbers and ranges read as the program writes them", () => {
  const space = "\u00a0";
  assert.equal(range(0.9e-3, 1.26e-3, "seconds"), `0.90–1.26${space}ms`);
  assert.equal(range(5.8e-6, 424e-6, "seconds"), `5.8–424${space}µs`);
  assert.equal(range(0, 424e-6, "seconds"), `0–424${space}µs`);
  assert.equal(range(0.512, 101, "ratio"), "0.51–101");
  assert.equal(range(0.1e-6, 20e-6, "seconds"), `100${space}ns–20.0${space}µs`);
  assert.equal(range(1.875, 1.971, "ratio"), "1.88–1.97");
  assert.equal(range(0.051, 0.44, "ratio"), "0.051–0.440");
  assert.equal(range(0.0331, 0.0402, "ratio"), "0.033–0.040");
  assert.equal(range(2.2e-6, 2.5e-6, "ratio"), "2.2–2.5·10⁻⁶");
  assert.equal(range(0.25, 0.5, "percent"), `25–50${space}%`);
  assert.equal(range(900, 1500, "rate"), `900${space}/s–1.50${space}k${space}/s`);
  assert.equal(formatted(0.03, "ratio"), "0.030×");
});

// Ten works of `graph` differ in their pattern, which stands behind what they share.
test("names of works keep what tells them apart", () => {
  const work = (kernel, parameters) => ({ kernel, parameters, text: ["size 64, grain 1", parameters].filter(Boolean).join(", ") });
  const works = [work("graph", "bytes:64 pattern:fft steps:100"), work("graph", "bytes:64 pattern:tree steps:100"), work("sleep", "microseconds:1000"), work("cube", "")];
  const names = ["graph · size 64, grain 1, pattern:fft", "graph · size 64, grain 1, pattern:tree", "sleep · size 64, grain 1", "cube · size 64, grain 1"];
  assert.deepEqual(labelsOf(works, 1200), names);
  assert.deepEqual(labelsOf(works, 400)[0], ["graph", "size 64, grain 1, pattern:fft"]);
});

test("a sentence names the shortest tasks, and who has none", () => {
  const model = { runtimes: ["a", "b", "c", "d", "e", "f", "g", "h", "i"] };
  const found = model.runtimes.slice(0, 7).map((_, runtime) => ({ runtime, outcome: "found", seconds: [(7 - runtime) * 1e-6, null, null] }));
  const none = [{ runtime: 7, outcome: "never reached" }, { runtime: 8, outcome: "unstable" }];
  const space = "\u00a0";
  assert.equal(sentenceOf([...found, ...none], model),
    `METG(75 %): ${["g", "f", "e", "d", "c", "b"].map((name, i) => `${name} ${i + 1}.00${space}µs`).join("; ")}; 1 more in the table below. METG(75 %) is never reached by h. Unstable: i.`);
  assert.equal(sentenceOf([], model), "");
});

test("the baseline is the unit, exactly", () => {
  const serial = { status: "value", index: 0, work: 0, workers: 1, seconds: [2, 1, 3], samples: [1, 2, 3, 2, 2, 2], counter: new Map() };
  const comparison = new Comparison({ cells: [serial], works: [{ serial: 0 }] });
  assert.deepEqual(comparison.speedup(serial, "serial"), { value: 1, low: null, high: null });
});

test("who cannot be told from the best is not called slower", () => {
  const cell = (index, samples) => ({ status: "value", index, work: 0, workers: 2, seconds: [[...samples].sort((a, b) => a - b)[2], 0, 0], samples, counter: new Map() });
  const cells = [cell(0, [1, 1.01, 1.02, 0.99, 0.98, 1]), cell(1, [1.005, 1.015, 1.0, 0.985, 0.995, 1.02]), cell(2, [2, 2.01, 2.02, 1.99, 1.98, 2]), cell(3, [9, 9])];
  const { best, places } = new Comparison({ cells, works: [{ serial: null }] }).ranked(cells);
  assert.equal(best, cells[0]);
  assert.deepEqual(cells.map((one) => places.get(one).resolved), [false, false, true, false]);
});

// There are more runtimes than colours: what is joined by its colour alone leaps from one runtime to another.
test("lines of charts join the points of one runtime", () => {
  const folder = new URL("../../../reports/html/charts/", import.meta.url);
  let lines = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json")))
    for (const { mark, encoding = {} } of JSON.parse(readFileSync(new URL(name, folder))).layer ?? []) {
      if ((mark.type ?? mark) !== "line" || !encoding.color) continue;
      assert.deepEqual(encoding.detail, { field: "runtime" }, name);
      ++lines;
    }
  assert.ok(lines >= 5);
});

test("what a cell gains and loses are all of its time", () => {
  const close = (found, wanted) => found.forEach((share, i) => assert.ok(Math.abs(share - wanted[i]) < 1e-12, `${found}`));
  close(sharesOf({ whole: [0.25, null, null], parts: [[0.5], [1], [0.5], [1]] }), [0.25, 0.375, 0, 0.375, 0]);
  close(sharesOf({ whole: [1.1, null, null], parts: [[1], [1], [1], [1.1]] }), [1, 0, 0, 0, 0]);
  close(sharesOf({ whole: [0.9, null, null], parts: [[0.9], [1], [1], [1.02]] }), [0.9, 0.1, 0, 0, 0]);
});
