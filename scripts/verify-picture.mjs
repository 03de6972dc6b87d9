// Draws docs/verify.png: the report of `avb dev verify --html FILE`, as Chromium shows it.
// Usage: node scripts/verify-picture.mjs FILE
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("name the report that avb dev verify --html FILE wrote");

const browser = await chromium.launch({
  executablePath: process.env.AVB_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const view = await browser.newPage({ viewport: { width: 1040, height: 900 }, deviceScaleFactor: 1.5 });
await view.setContent(await readFile(file, "utf8"));
await view.screenshot({ path: join(root, "docs/verify.png") });
await browser.close();
