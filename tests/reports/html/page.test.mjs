// SPDX-License-Identifier: MIT
// The page as its readers meet it: every chart, every choice, with and without a script, in light and dark, on paper.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";

import { drawAll, launch, open, pageOf } from "./browser.mjs";
import { foreign, hostile, large, run } from "./run_file.mjs";

let browser;
let file;
before(async () => {
  browser = await launch();
  file = pageOf(run(), "run");
});
after(() => browser?.close());

// A test on a fresh page of the usual run, with no problem at its end.
const onPage = (name, options, body) =>
  test(name, async () => {
    const opened = await open(browser, file, options);
    try {
      await body(opened.page, opened);
      assert.deepEqual(opened.problems, []);
    } finally {
      await opened.close();
    }
  });

// What only looks at the usual run when everything is drawn: one page serves them all.
const looks = [];
const onDrawnPage = (name, body) => looks.push([name, body]);

const hashOf = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const panel = (page, id) => page.locator(`[id="panel-${id}"]`);
const twinOf = async (page, id) => {
  const table = panel(page, id).locator(".twin table");
  if (!(await table.isVisible())) await panel(page, id).getByRole("button", { name: "Table" }).click();
  await table.waitFor();
  return table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
};

onDrawnPage("all charts are drawn, with marks and titled axes", async (page) => {
  const panels = await page.locator("figure.panel").evaluateAll((figures) =>
    figures.map((figure) => ({ id: figure.id, marks: figure.querySelectorAll(".points_marks > *").length, text: figure.querySelector("svg")?.textContent ?? "" })),
  );
  const ids = panels.map(({ id }) => id).join(" ");
  for (const part of ["winners-tiny", "winners-coarse", "winners-memory", "winners-waiting", "scaling-primes", "grain-0", "sizes-0", "overheads-region", "overheads-claim",
    "overheads-start", "overheads-stop", "rates-http_get", "latencies-http_get", "convoy-rate", "convoy-latency", "resources-cores", "resources-memory",
    "resources-switches", "distributions", "order"])
    assert.ok(ids.includes(`panel-${part}`), `${part} in ${ids}`);
  for (const { id, marks } of panels) assert.ok(marks > 0, `${id} has no marks`);
  const units = /second|×|%|\/s|bytes|count|busy|s, |repetition|workers/;
  for (const { id, text } of panels) if (!id.includes("winners")) assert.match(text, units, id);
});

onDrawnPage("labels do not run into each other", async (page) => {
  const clashes = await page.evaluate(() => {
    const found = [];
    for (const figure of document.querySelectorAll("figure.panel"))
      for (const axis of figure.querySelectorAll(".role-axis-label")) {
        const boxes = [...axis.querySelectorAll("text")].filter((text) => getComputedStyle(text).opacity !== "0" && text.textContent).map((text) => [text.textContent, text.getBoundingClientRect()]);
        for (const [i, [one, a]] of boxes.entries())
          for (const [other, b] of boxes.slice(i + 1))
            if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3) found.push(`${figure.id}: ${one} / ${other}`);
      }
    return found;
  });
  assert.deepEqual(clashes, []);
});

onPage("the baseline changes charts and the column of speed-ups", {}, async (page) => {
  const before = await twinOf(page, "winners-coarse");
  const column = () => page.locator("#cells-table tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[8]?.textContent));
  const first = await column();
  await page.getByLabel("Compare with").selectOption("tbb");
  assert.match(await hashOf(page), /[#&]baseline=tbb$/);
  await page.waitForFunction((old) => [...document.querySelectorAll("#cells-table tbody tr")].some((row, i) => row.cells[8]?.textContent !== old[i]), first);
  assert.notDeepEqual(await twinOf(page, "winners-coarse"), before);
  await page.goBack();
  await page.waitForFunction((old) => [...document.querySelectorAll("#cells-table tbody tr")].every((row, i) => row.cells[8]?.textContent === old[i]), first);
  assert.deepEqual(await twinOf(page, "winners-coarse"), before);
});

onPage("every metric can be shown", {}, async (page) => {
  const titles = new Set();
  for (const metric of await page.locator("#choice-metric").locator("option").evaluateAll((all) => all.map(({ value }) => value))) {
    await page.locator("#choice-metric").selectOption(metric);
    await panel(page, "scaling-primes").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('[id="panel-scaling-primes"] .points_marks > *'));
    titles.add(JSON.stringify(await twinOf(page, "scaling-primes")));
  }
  assert.equal(titles.size, 5);
});

onPage("kernels, runtimes and workers can be chosen", {}, async (page) => {
  await page.locator("#toolbar").getByRole("button", { name: "gil" }).click();
  await page.waitForFunction(() => !location.hash.includes("gil"));
  for (const row of await twinOf(page, "winners-coarse")) assert.notEqual(row[1], "gil");
  await page.locator("summary", { hasText: "Kernels" }).click();
  await page.getByRole("group", { name: "Kernels" }).getByRole("button", { name: "none" }).click();
  await page.getByRole("group", { name: "Kernels" }).getByLabel("primes").check();
  await page.waitForFunction(() => location.hash.includes("kernels=primes"));
  assert.equal(await page.locator("figure.panel:visible[id^='panel-scaling-']").count(), 1);
  assert.deepEqual([...new Set((await twinOf(page, "winners-coarse")).map(([work]) => work.split(" ")[0]))], ["primes"]);
  await page.keyboard.press("Escape");
  await page.locator("summary", { hasText: "Workers" }).click();
  await page.getByRole("group", { name: "Workers" }).getByRole("button", { name: "none" }).click();
  await page.getByRole("group", { name: "Workers" }).getByLabel("1 worker", { exact: true }).check();
  assert.deepEqual([...new Set((await twinOf(page, "winners-coarse")).map((row) => row[2]))], ["1"]);
  await page.getByRole("button", { name: "Reset" }).click();
  assert.equal(await hashOf(page), "");
});

onPage("an address restores its choices, and a hostile one does nothing", { hash: "#baseline=threads&metric=time&runtimes=tbb,threads&workers=2" }, async (page) => {
  assert.equal(await page.getByLabel("Compare with").inputValue(), "threads");
  assert.equal(await page.locator("#choice-metric").inputValue(), "time");
  assert.deepEqual([...new Set((await twinOf(page, "winners-coarse")).map((row) => row[1]))], ["tbb", "threads"]);
  await page.evaluate((evil) => (location.hash = `#baseline=${encodeURIComponent(evil)}&metric=__proto__&cell=99999999&kernels=%E0%A4%A&at=${encodeURIComponent(evil)}`), hostile);
  await page.waitForFunction(() => document.querySelector("#choice-baseline").value === "serial");
  assert.equal(await page.locator("#choice-metric").inputValue(), "speedup");
});

onPage("a click on a cell leads to its distribution", {}, async (page) => {
  await drawAll(page);
  await panel(page, "winners-memory").scrollIntoViewIfNeeded();
  const mark = panel(page, "winners-memory").locator(".points_marks > *").first();
  await mark.click();
  await page.waitForFunction(() => /cell=triad\/\w+\/workers:\d+\/size:4194304/.test(location.hash) && location.hash.includes("at=distributions"));
  const name = await page.evaluate(() => /cell=([^&]+)/.exec(location.hash)[1]);
  assert.ok(JSON.parse(await page.locator("#data").textContent()).cells.name.includes(name));
  await page.waitForFunction((kernel) => document.querySelector("#panel-distributions .sentence").textContent.includes(kernel), name.split("/")[0]);
  await page.waitForFunction(() => Math.abs(document.querySelector("#distributions").getBoundingClientRect().top) < 400);
});

onPage("a row of the table leads there as well", {}, async (page) => {
  await page.locator("#cells-table tbody tr", { hasText: "triad" }).filter({ hasText: "tbb" }).first().locator("td").nth(3).click();
  await page.waitForFunction(() => document.querySelector("#panel-distributions .sentence").textContent.includes("triad"));
});

const state = "#cell=primes/tbb/workers:2/size:16/grain:1&filter=spin%20tbb&sort=-Time&tables=scaling-primes,winners-coarse&failed=only";

onPage("an address names cells and holds filter, sorting and open tables", { hash: state }, async (page) => {
  const seen = async () => ({
    filter: await page.getByPlaceholder("cube openmp").inputValue(),
    failed: await page.getByLabel("failed only").isChecked(),
    sorted: await page.locator("#cells-table th[aria-sort=descending]").innerText(),
    tables: await page.locator("figure.panel:has(.twin:not([hidden]))").evaluateAll((all) => all.map(({ id }) => id)),
    chosen: await page.locator("#cells-table tr.chosen").evaluateAll((rows) => rows.map((row) => [0, 1, 2].map((at) => row.cells[at].textContent).join(" "))),
  });
  const wanted = { filter: "spin tbb", failed: true, sorted: "Time", tables: ["panel-winners-coarse", "panel-scaling-primes"], chosen: ["primes tbb 2"] };
  const before = await seen();
  assert.deepEqual({ ...before, sorted: before.sorted.replace(/ .*/, "") }, wanted);
  await page.getByLabel("failed only").uncheck();
  await page.getByPlaceholder("cube openmp").fill("http_get, 2%");
  await page.locator("#cells-table thead th:nth-child(3) button").click();
  await panel(page, "winners-coarse").getByRole("button", { name: "Table" }).click();
  assert.equal(await page.locator("#cells-table th[aria-sort=descending]").count(), 0);
  await page.reload();
  await page.waitForSelector("html.ready");
  assert.equal(await page.getByPlaceholder("cube openmp").inputValue(), "http_get, 2%");
  assert.equal(await page.getByLabel("failed only").isChecked(), false);
  assert.match(await page.locator("#cells-table th[aria-sort=ascending]").innerText(), /^Workers/);
  assert.deepEqual(await page.locator("figure.panel:has(.twin:not([hidden]))").evaluateAll((all) => all.map(({ id }) => id)), ["panel-scaling-primes"]);
  assert.match(await hashOf(page), /cell=primes\/tbb\/workers:2\/size:16\/grain:1/);
});

onPage("every section has a link to it with all choices", { hash: "#baseline=tbb" }, async (page) => {
  for (const id of await page.locator("section[id]:visible").evaluateAll((all) => all.map(({ id }) => id))) {
    await page.locator(`#${id} > h2 .copy-link`).click();
    await page.waitForFunction((at) => navigator.clipboard.readText().then((text) => text.endsWith(`#baseline=tbb&at=${at}`)), id);
  }
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await page.reload();
  await page.waitForSelector("html.ready");
  assert.equal(await page.getByLabel("Compare with").inputValue(), "tbb");
});

onPage("heads and first columns stay in sight", { context: { viewport: { width: 400, height: 700 } } }, async (page) => {
  const box = page.locator(".scroll:has(> #cells-table)");
  await box.scrollIntoViewIfNeeded();
  await box.evaluate((scrolled) => scrolled.scrollTo(200, 400));
  const at = (selector) => page.locator(selector).evaluate((one) => one.getBoundingClientRect().toJSON());
  const frame = await box.evaluate((one) => one.getBoundingClientRect().toJSON());
  assert.ok(Math.abs((await at("#cells-table thead th:nth-child(4)")).top - frame.top) < 3);
  assert.ok(Math.abs((await at("#cells-table tbody tr:nth-child(20) th")).left - frame.left) < 3);

  await panel(page, "winners-tiny").scrollIntoViewIfNeeded();
  await panel(page, "winners-tiny").locator("svg").waitFor();
  const chart = panel(page, "winners-tiny").locator(".chart");
  const name = () => panel(page, "winners-tiny").locator(".row-names text").first().evaluate((one) => one.getBoundingClientRect().left);
  const before = await name();
  await chart.evaluate((scrolled) => scrolled.scrollTo(60, 0));
  assert.equal(await chart.evaluate((scrolled) => scrolled.scrollLeft), 60);
  await page.waitForFunction(() => document.querySelector('[id="panel-winners-tiny"] .row-names').style.translate.startsWith("60px"));
  assert.ok(Math.abs((await name()) - before) < 2);
  const top = () => panel(page, "winners-tiny").locator(".column-names text").first().evaluate((one) => one.getBoundingClientRect().bottom);
  const bar = await page.locator("#toolbar").evaluate((one) => one.getBoundingClientRect().bottom);
  await panel(page, "winners-tiny").locator("svg").evaluate((svg, down) => scrollBy(0, svg.getBoundingClientRect().bottom - down), bar + 60);
  await page.waitForFunction(() => document.querySelector('[id="panel-winners-tiny"] .column-names').style.translate.split(" ").at(-1) !== "0px");
  assert.ok((await top()) > (await page.locator("#toolbar").evaluate((one) => one.getBoundingClientRect().bottom)));
});

onDrawnPage("what cannot be told apart says how many repetitions would tell", async (page) => {
  const tips = await page.locator("figure[id^='panel-winners'] .points_marks > *").evaluateAll((marks) => marks.map((mark) => mark.__data__.datum.tip));
  const open = tips.filter((tip) => tip.includes("not distinguishable from it"));
  assert.ok(open.length > 0);
  assert.ok(open.some((tip) => /not distinguishable from it; (about|more than) \d+ repetitions would/.test(tip)), open.join("\n\n"));
});

onDrawnPage("tooltips say value, interval and repetitions", async (page) => {
  await panel(page, "scaling-primes").scrollIntoViewIfNeeded();
  await panel(page, "scaling-primes").locator(".points_marks > *").last().hover();
  const tip = page.locator(".tip, #tip, [role=tooltip]").first();
  await tip.waitFor();
  assert.match(await tip.textContent(), /× \(.*–.*\)[\s\S]*6 repetitions/);
});

onPage("a chart is read and a cell chosen with the keyboard alone", {}, async (page) => {
  await drawAll(page);
  await panel(page, "winners-memory").locator(".chart").focus();
  // Focusing scrolls the chart into view, and a scroll hides the tip of a key that was pressed before it has ended.
  const tip = page.locator(".tip").first();
  let shown = false;
  for (let keys = 0; keys < 20 && !shown; ++keys) {
    await page.keyboard.press("ArrowRight");
    shown = await tip.waitFor({ timeout: 1000 }).then(() => true, () => false);
  }
  assert.ok(shown);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.includes("cell=triad/"));
  await page.keyboard.press("Home");
});

onPage("every control can be reached with the tabulator", {}, async (page) => {
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  const reached = new Set();
  for (let i = 0; i < 60; ++i) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)));
  }
  for (const wanted of ["choice-baseline", "choice-metric", "choice-theme", "tbb", "Table", "SVG", "PNG"]) assert.ok(reached.has(wanted), wanted);
});

onPage("the table of all cells is sorted, filtered and copied", {}, async (page) => {
  const times = () => page.locator("#cells-table tbody tr:visible").evaluateAll((rows) => rows.map((row) => Number(row.cells[7]?.dataset.sort)).filter((x) => x > 0));
  await page.locator("#cells-table thead th:nth-child(8) button").click();
  const ascending = await times();
  assert.deepEqual(ascending, [...ascending].sort((a, b) => a - b));
  assert.equal(await page.locator("#cells-table th[aria-sort=ascending]").count(), 1);
  await page.locator("#cells-table thead th:nth-child(8) button").click();
  assert.deepEqual(await times(), [...ascending].reverse());

  await page.getByPlaceholder("cube openmp").fill("spin tbb workers:2");
  const visible = await page.locator("#cells-table tbody tr:visible").count();
  assert.equal(visible, 8);
  for (const [button, expected] of [["Copy as CSV", /^"?Kernel"?,/], ["Copy as Markdown", /^\| *Kernel *\|/]]) {
    await page.getByRole("button", { name: button }).click();
    await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text.includes("spin")));
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, expected);
    assert.equal(text.trim().split("\n").length, visible + (button.includes("CSV") ? 1 : 2));
  }
  await page.getByPlaceholder("cube openmp").fill("");
  await page.getByLabel("failed only").check();
  assert.equal(await page.locator("#cells-table tbody tr:visible").count(), 1);
});

onPage("charts are saved as SVG and PNG", {}, async (page) => {
  await panel(page, "scaling-primes").scrollIntoViewIfNeeded();
  await panel(page, "scaling-primes").locator("svg").waitFor();
  for (const [button, magic] of [["SVG", /^<svg(?=[^]*>primes<)(?=[^]*>speed-up against)(?=[^]*>tbb<)[^]*<\/svg>$/], ["PNG", /^\x89PNG/]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), panel(page, "scaling-primes").getByRole("button", { name: button }).click()]);
    assert.equal(download.suggestedFilename(), `parallax-scaling-primes-speedup.${button.toLowerCase()}`);
    assert.match(readFileSync(await download.path(), button === "SVG" ? "utf8" : "latin1"), magic);
  }
});

onPage("light and dark follow the system, and can be chosen", { context: { colorScheme: "dark" } }, async (page) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const ink = () => panel(page, "scaling-primes").locator(".role-axis-label text").first().getAttribute("fill");
  await panel(page, "scaling-primes").scrollIntoViewIfNeeded();
  await panel(page, "scaling-primes").locator("svg").waitFor();
  const [darkPaper, darkInk] = [await paper(), await ink()];
  await page.getByLabel("Colours").selectOption("light");
  await page.waitForFunction((old) => document.querySelector('[id="panel-scaling-primes"] .role-axis-label text')?.getAttribute("fill") !== old, darkInk);
  assert.notEqual(await paper(), darkPaper);
  assert.match(await hashOf(page), /theme=light/);
});

onPage("on paper everything is drawn, in light, without controls", { context: { colorScheme: "dark" } }, async (page) => {
  await page.emulateMedia({ media: "print" });
  await page.waitForFunction(() => [...document.querySelectorAll("figure.panel:not([hidden])")].every((figure) => figure.querySelector("svg, canvas") || figure.querySelector(".sentence").textContent));
  assert.equal(await page.locator("#toolbar").isVisible(), false);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).map(Number).every((part) => part < 90)), true);
  assert.ok((await page.pdf()).length > 50_000);
});

onPage("without a script every table is there, with bars", { context: { javaScriptEnabled: false } }, async (page) => {
  for (const id of ["answer", "winners", "scaling", "grain", "overheads", "waiting", "resources", "distributions", "cells", "provenance"])
    assert.ok((await page.locator(`#${id} table`).count()) > 0, id);
  assert.equal(await page.locator("#toolbar").isVisible(), false);
  assert.ok(await page.locator("#winners table").first().isVisible());
  const bars = await page.locator("#scaling td[class*=w]").evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundImage));
  assert.ok(bars.length > 10 && bars.every((image) => image.includes("gradient")));
  assert.ok(await page.getByText("crashed: worker 1 died of SIGSEGV").first().isVisible());
});

onPage("numbers of the charts are those of the program", {}, async (page) => {
  const shown = await twinOf(page, "winners-coarse");
  const rows = await page.locator("#cells-table tbody tr").evaluateAll((all) => all.map((row) => ({ name: row.cells[0].textContent, runtime: row.cells[1].textContent, workers: row.cells[2].textContent, speedup: row.cells[8]?.textContent })));
  let compared = 0;
  for (const [work, runtime, workers, , , value] of shown) {
    if (!work.startsWith("primes") || runtime === "serial" || !value.includes("(")) continue;
    const row = rows.find((one) => one.name === "primes" && one.runtime === runtime && one.workers === workers);
    const [a, low, high] = value.match(/[\d.]+/g).map(Number);
    const [b, from, to] = row.speedup.match(/[\d.]+/g).map(Number);
    for (const [one, other] of [[a, b], [low, from], [high, to]]) assert.ok(Math.abs(one - other) <= 0.011 * other, `${work} ${runtime}: ${value} / ${row.speedup}`);
    ++compared;
  }
  assert.ok(compared >= 3);
});

onDrawnPage("hostile names are text and nothing else", async (page) => {
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.locator("script").count(), 3); // before, data, after
  assert.ok((await page.getByText("<img src=x").count()) > 0);
  assert.equal(await page.evaluate(() => ({}).polluted ?? Object.prototype.alert), undefined);
});

test("the page, drawn as a whole", async (t) => {
  const opened = await open(browser, file);
  await drawAll(opened.page);
  for (const [name, body] of looks) await t.test(name, () => body(opened.page));
  assert.deepEqual(opened.problems, []);
  await opened.close();
});

test("a file of another project is shown as it is", async () => {
  const { page, problems, close } = await open(browser, pageOf(foreign(), "foreign"));
  assert.equal(await page.locator("#cells-table tbody tr").count(), 3);
  assert.equal(await page.locator("#winners").count(), 0); // nothing to compare
  assert.deepEqual(problems, []);
  await close();
});

// Bounds that only a mistake of another order can break; docs/method/statistics.md says how fast it is.
test("a large page stays usable", async () => {
  const big = pageOf(large(8_000), "large");
  const { page, problems, close } = await open(browser, big);
  await page.getByPlaceholder("cube openmp").fill("kernel7 tbb");
  await page.waitForFunction(() => document.querySelector("#cells output").value.includes(" of "));
  await page.locator("#choice-metric").selectOption("time");
  await page.waitForFunction(() => location.hash.includes("metric=time"));
  assert.deepEqual(problems, []);
  await close();
});

test("a page of the usual run is small", () => assert.ok(statSync(file).size < 2_000_000));
