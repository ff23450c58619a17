// SPDX-License-Identifier: MIT
// Pages of the real program in a real browser that has no network. Whatever the browser complains about, and every
// request, is a problem.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const program = process.env.REPORT_PROGRAM;
if (!program) throw new Error("REPORT_PROGRAM does not say where report is");

// Without a window a page takes a third less time, and is the same.
function browserProgram() {
  for (const name of ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"])
    try {
      return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // the next one
    }
  throw new Error("no chromium: run scripts/setup test");
}

const folder = mkdtempSync(path.join(os.tmpdir(), "parallax-page-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

// Writes a file beside the pages and returns its path.
export function fileOf(text, name) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

// Makes a page out of results and returns its path.
export function pageOf(results, name, ...more) {
  const json = fileOf(JSON.stringify(results), `${name}.json`);
  const html = path.join(folder, `${name}.html`);
  execFileSync(program, [json, "-o", html, ...more], { cwd: folder });
  return html;
}

export async function launch() {
  return chromium.launch({
    executablePath: browserProgram(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

// Opens a page and returns it with the list of problems, which tests expect to stay empty. A page without a script of its
// own is never `scripted`.
export async function open(browser, file, { hash = "", context: options = {}, scripted = options.javaScriptEnabled !== false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, offline: true, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => (problems.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => {
    const url = request.url();
    if (url.split("#")[0] !== pathToFileURL(file).href && !url.startsWith("blob:")) problems.push(`request: ${url}`);
  });
  await page.goto(pathToFileURL(file).href + hash);
  if (scripted) await page.waitForSelector("html.ready");
  return { page, problems, close: () => context.close() };
}

// Goes through the page so that everything is drawn.
export async function drawAll(page) {
  for (const figure of await page.locator("figure.panel:not([hidden])").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".drawing, .sentence:not(:empty)").first().waitFor();
  }
}
