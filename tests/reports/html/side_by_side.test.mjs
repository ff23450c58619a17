// SPDX-License-Identifier: MIT
// A page of two results: one is shown at a time, with and without a script, and nothing of the other is left in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { drawAll, fileOf, launch, open, pageOf } from "./browser.mjs";
import { run } from "./run_file.mjs";

let browser;
let file;
before(async () => {
  browser = await launch();
  const other = run();
  other.context = { ...other.context, host_name: "<b>fast</b>", usable_cpus: "4" };
  for (const row of other.benchmarks) row.real_time /= 2;
  other.benchmarks = other.benchmarks.filter(({ name }) => !name.startsWith("triad"));
  const first = run();
  first.context.host_name = "slow";
  file = pageOf(first, "side_by_side", fileOf(JSON.stringify(other), "other.json"));
});
after(() => browser?.close());

const onPage = (name, options, body) =>
  test(name, async () => {
    const opened = await open(browser, file, options);
    try {
      await body(opened.page);
      assert.deepEqual(opened.problems, []);
    } finally {
      await opened.close();
    }
  });

const kernels = (page) => page.locator("#cells tbody th").evaluateAll((heads) => [...new Set(heads.map((head) => head.textContent))]);

onPage("what differs stands first, and is named", {}, async (page) => {
  const text = await page.locator("#differences").innerText();
  assert.match(text, /<b>fast<\/b> is surely faster than slow in/);
  assert.match(text, /not measured side by side/);
  assert.ok((await page.locator(".slope svg").count()) > 3);
  assert.match(await page.locator("#contexts .differs").first().innerText(), /host_name/);
});

onPage("the switch shows one result at a time and keeps the other choices", { hash: "#metric=time" }, async (page) => {
  assert.ok((await kernels(page)).includes("triad"));
  assert.equal(await page.locator(".result").count(), 1);
  await Promise.all([page.waitForEvent("load"), page.locator("label[for=show-2]").click()]);
  await page.waitForSelector("html.ready");
  assert.ok(!(await kernels(page)).includes("triad"));
  assert.equal(await page.locator(".result-name").innerText(), "<b>fast</b>");
  const hash = await page.evaluate(() => location.hash);
  assert.match(hash, /result=2/);
  assert.match(hash, /metric=time/);
  await drawAll(page);
  await page.getByRole("button", { name: "Reset" }).click();
  assert.match(await page.evaluate(() => location.hash), /result=2/);
});

onPage("an address with another number shows what there is", { hash: "#result=99" }, async (page) => {
  assert.equal(await page.locator(".result-name").innerText(), "<b>fast</b>");
});

onPage("the switch works without a script", { context: { javaScriptEnabled: false }, scripted: false }, async (page) => {
  assert.ok(await page.locator("#r1-cells").isVisible());
  assert.ok(!(await page.locator("#r2-cells").isVisible()));
  await page.locator("label[for=show-2]").click();
  assert.ok(!(await page.locator("#r1-cells").isVisible()));
  assert.ok(await page.locator("#r2-cells").isVisible());
});

for (const width of [420, 1280])
  for (const colorScheme of ["light", "dark"])
    onPage(`nothing is wider than the page at ${width} pixels, ${colorScheme}`, { context: { viewport: { width, height: 900 }, colorScheme } }, async (page) => {
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    });
