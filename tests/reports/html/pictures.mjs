// SPDX-License-Identifier: MIT
// Takes the pictures of the documents from the published page:  node pictures.mjs FOLDER
import path from "node:path";

import { launch, open } from "./browser.mjs";

const folder = path.resolve(process.argv[2]);
const browser = await launch();

// What is taken: a section, in which colours, up to which height.
const pictures = [
  { name: "answer", section: "answer", scheme: "light" },
  { name: "winners", section: "winners", scheme: "light", height: 900 },
  { name: "scaling", section: "scaling", scheme: "dark", height: 900 },
  { name: "grain", section: "grain", scheme: "light", height: 1100 },
];

for (const { name, section, scheme, height } of pictures) {
  const { page, problems, close } = await open(browser, path.join(folder, "report.html"), {
    context: { colorScheme: scheme, viewport: { width: 1200, height: 900 }, reducedMotion: "reduce" },
  });
  // The bar with the choices would lie over what is long.
  await page.evaluate(() => document.getElementById("toolbar").remove());
  const home = page.locator(`#${section}`);
  await home.scrollIntoViewIfNeeded();
  for (const figure of (await home.locator("figure.panel").all()).slice(0, 8)) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".drawing, .sentence:not(:empty)").first().waitFor();
  }
  // Names of columns follow what is scrolled; seen as a whole they stand above their columns.
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await page.waitForFunction(() => [...document.querySelectorAll(".column-names")].every((names) => /^0(px)?( 0px)?$/.test(names.style.translate)));
  const box = await home.boundingBox();
  const top = box.y + (await page.evaluate(() => scrollY));
  await page.screenshot({
    path: path.join(folder, `${name}.png`), fullPage: true,
    clip: { x: 0, y: top, width: 1200, height: Math.min(box.height, height ?? box.height) },
  });
  if (problems.length) throw new Error(problems.join("\n"));
  await close();
}
await browser.close();
