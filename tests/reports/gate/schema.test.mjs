// SPDX-License-Identifier: MIT
// The published schema describes what is written: all of it is valid, and what is changed anywhere is not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import Ajv from "ajv";

const schema = JSON.parse(readFileSync(new URL("../../../reports/gate/comparison.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: true, strict: true }).compile(schema);
const text = execFileSync(process.env.COMPARISON_SAMPLE, { encoding: "utf8", maxBuffer: 1 << 28 });
const sample = () => JSON.parse(text);

// Every place of a document at which lists show their first element only: [container, key].
function* places(value) {
  const keys = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value);
  for (const key of keys) {
    yield [value, key];
    if (value[key] !== null && typeof value[key] === "object") yield* places(value[key]);
  }
}

test("the sample is valid", () => assert.ok(validate(sample()), JSON.stringify(validate.errors)));

test("numbers survive another reader and writer", () => assert.deepEqual(JSON.parse(JSON.stringify(sample())), sample()));

test("a missing key is refused, everywhere", () => {
  const count = [...places(sample())].length;
  let refused = 0;
  for (let i = 0; i < count; ++i) {
    const document = sample();
    const [container, key] = [...places(document)][i];
    if (Array.isArray(container)) continue;
    delete container[key];
    assert.equal(validate(document), false, `without ${key}`);
    ++refused;
  }
  assert.ok(refused > 60);
});

test("another type is refused, everywhere", () => {
  const count = [...places(sample())].length;
  for (let i = 0; i < count; ++i) {
    const document = sample();
    const [container, key] = [...places(document)][i];
    container[key] = typeof container[key] === "boolean" ? "true" : true;
    assert.equal(validate(document), false, `${key} as another type`);
  }
});

test("an unknown key is refused, in every object", () => {
  const objects = (document) => [document, ...[...places(document)].map(([container, key]) => container[key])].filter((it) => it && typeof it === "object" && !Array.isArray(it));
  const count = objects(sample()).length;
  assert.ok(count >= 9);
  for (let i = 0; i < count; ++i) {
    const document = sample();
    objects(document)[i].unknown = 1;
    assert.equal(validate(document), false);
  }
});

test("values out of their range are refused", () => {
  for (const change of [
    (it) => (it.schema = 2), (it) => (it.exit = 5), (it) => (it.seconds = -1), (it) => (it.seed = "-1"), (it) => (it.cells[0].verdict = "fine"),
    (it) => (it.cells[0].iterations = 1.5), (it) => (it.cells[0].metrics[0].metric = "energy"), (it) => (it.cells[0].metrics[0].stage = 3),
    (it) => (it.visits[0].arm = "left"), (it) => (it.visits[0].cell = -1), (it) => (it.visits[0].wall[0] = null), (it) => (it.visits[0].wall = 1),
  ]) {
    const document = sample();
    change(document);
    assert.equal(validate(document), false, String(change));
  }
});
