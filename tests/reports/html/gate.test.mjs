// SPDX-License-Identifier: MIT
// The gate's page and the gate's section of the ordinary page, as a browser shows them: drawn, legible, alone in the world.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import { drawAll, fileOf, launch, open, pageOf } from "./browser.mjs";
import { run } from "./run_file.mjs";

const sample = (format) => execFileSync(process.env.COMPARISON_SAMPLE, [format], { encoding: "utf8", maxBuffer: 1 << 28 });

let browser;
let alone;
let within;
before(async () => {
  browser = await launch();
  alone = fileOf(sample("page"), "document.html");
  within = pageOf(run(), "with-gate", `--gate=${fileOf(sample("json"), "gate.json")}`);
});
after(() => browser?.close());

const wide = { width: 1400, height: 900 };
const narrow = { width: 420, height: 900 };

// What is looked at on the gate's page in every size and colour: each of them is opened once.
const looks = [];
const everywhere = (name, body) => looks.push([name, body]);

// Pairs of texts that cover each other, in each picture of its own.
const clashes = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const svg of document.querySelectorAll(".gate-axis > svg, .gate-y, .gate-xy")) {
      const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
      for (const [i, [one, a]] of boxes.entries())
        for (const [other, b] of boxes.slice(i + 1))
          if (a.left < b.right && b.left < a.right && a.top < b.bottom - 3 && b.top < a.bottom - 3) found.push(`${one} / ${other}`);
    }
    return found;
  });

everywhere("labels do not run into each other", async (page) => assert.deepEqual(await clashes(page), []));

everywhere("every mark is visible and lies in its picture", async (page) => {
  const marks = await page.evaluate(() =>
    [...document.querySelectorAll(".gate-row > svg > svg > path, .gate-xy > svg > path")].map((mark) => {
      const box = mark.getBoundingClientRect();
      const home = mark.parentElement.parentElement.getBoundingClientRect();
      const style = getComputedStyle(mark);
      return {
        inside: box.left >= home.left - 8 && box.right <= home.right + 8 && box.top >= home.top - 8 && box.bottom <= home.bottom + 8,
        visible: box.width > 2 && box.height > 2 && style.stroke !== "none" && style.stroke !== getComputedStyle(document.querySelector(".gate-figure")).backgroundColor,
      };
    }),
  );
  assert.ok(marks.length > 400);
  assert.ok(marks.every(({ inside, visible }) => inside && visible));
});

everywhere("axes are titled, with their unit", async (page) => {
  for (const title of await page.locator(".gate-axis .gate-name").allTextContents()) assert.match(title, /, in %$/);
  for (const note of await page.locator(".gate-order .note").allTextContents()) assert.match(note, /^Time of an iteration in (ns|µs|ms|s) against seconds since the start/);
});

everywhere("regression, improvement and no change differ in colour and in shape", async (page) => {
  const seen = await page.evaluate(() =>
    ["regression", "improvement", "no_change"].map((verdict) => {
      const mark = document.querySelector(`.gate-row > svg > svg.v-${verdict} > path`);
      return [getComputedStyle(mark).fill, mark.getAttribute("d")];
    }),
  );
  for (const part of [0, 1]) assert.equal(new Set(seen.map((look) => look[part])).size, 3);
});

everywhere("names are texts", async (page) => {
  assert.equal(await page.locator("img, script").count(), 0);
  assert.ok((await page.getByText("<img src=x").count()) > 0);
});

// The last, for it opens the table.
everywhere("nothing is wider than the window", async (page) => {
  await page.locator("details.gate-table > summary").click();
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  assert.ok(scroll <= client, `${scroll} > ${client}`);
  const outside = await page.evaluate(() =>
    [...document.querySelectorAll(".gate text, .gate-name, .gate-number")].filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth).map((it) => it.textContent),
  );
  assert.deepEqual(outside, []);
});

for (const viewport of [wide, narrow])
  for (const colorScheme of ["light", "dark"])
    test(`the gate's page, ${viewport.width} px, ${colorScheme}`, async (t) => {
      const opened = await open(browser, alone, { context: { viewport, colorScheme, javaScriptEnabled: false }, scripted: false });
      for (const [name, body] of looks) await t.test(name, () => body(opened.page));
      assert.deepEqual(opened.problems, []);
      await opened.close();
    });

test("on paper the pictures are light", async () => {
  const { page, problems, close } = await open(browser, alone, { context: { colorScheme: "dark" }, scripted: false });
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).map(Number).every((part) => part < 90)));
  assert.ok((await page.pdf()).length > 30_000);
  assert.deepEqual(problems, []);
  await close();
});

test("the ordinary page has it as a section, and its own charts as ever", async () => {
  for (const viewport of [wide, narrow]) {
    const { page, problems, close } = await open(browser, within, { context: { viewport } });
    await drawAll(page);
    assert.equal(await page.locator("nav a[href='#gate']").count(), 1);
    assert.ok(await page.locator("#gate .gate-row").first().isVisible());
    const order = await page.locator("main > section").evaluateAll((sections) => sections.map(({ id }) => id));
    assert.deepEqual(order.slice(0, 3), ["answer", "gate", "winners"]);
    assert.deepEqual(await clashes(page), []);
    assert.ok(await page.locator("#gate").evaluate((section) => section.scrollWidth <= section.clientWidth));
    assert.deepEqual(problems, []);
    await close();
  }
});
