// SPDX-License-Identifier: MIT
// The page of a report that was built without node, in a browser: complete but for charts, and nothing to complain about.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, pageOf } from "./browser.mjs";
import { run } from "./run_file.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("a page without charts has every table, with bars, and says what is missing", async () => {
  const { page, problems, close } = await open(browser, pageOf(run(), "run"), { scripted: false });
  for (const id of ["answer", "winners", "scaling", "grain", "overheads", "waiting", "resources", "distributions", "cells", "provenance"])
    assert.ok((await page.locator(`#${id} table`).count()) > 0, id);
  for (const id of ["winners", "scaling", "cells"]) assert.ok(await page.locator(`#${id} table`).first().isVisible(), id);
  assert.ok(await page.getByText("This page has no charts").isVisible());
  assert.ok(await page.getByText("crashed: worker 1 died of SIGSEGV").first().isVisible());
  const bars = await page.locator("#scaling td[class*=w]").evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundImage));
  assert.ok(bars.length > 10 && bars.every((image) => image.includes("gradient")));
  assert.equal(await page.locator("script").count(), 0);
  assert.equal(await page.locator("#toolbar").isVisible(), false);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true); // nothing stands out
  assert.deepEqual(problems, []);
  await close();
});

test("it follows light and dark", async () => {
  const paper = async (colorScheme) => {
    const { page, close } = await open(browser, pageOf(run(), "run"), { scripted: false, context: { colorScheme } });
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await close();
    return colour;
  };
  assert.notEqual(await paper("light"), await paper("dark"));
});
