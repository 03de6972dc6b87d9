import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { htmlReport } from "../../src/ui/verify-html.ts";
import { junitReport } from "../../src/ui/verify-junit.ts";
import { faintTexts, launchChromium, watchPage } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { sampleReport } from "../support/sample-report.ts";

needs(["chromium"], "the reports of verify in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "avb-report-"));
  const address = pathToFileURL(join(folder, "verify.html")).href;
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(join(folder, "verify.html"), htmlReport(sampleReport()));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page as a file on the disk, with what it asked for beyond itself. */
  async function opened(): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1040, height: 800 } });
    const complaints = watchPage(page);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(address);
    return { page, complaints, asked };
  }

  const shown = (page: Page): Promise<string[]> =>
    page.evaluate(
      "[...document.querySelectorAll('li')].filter((e) => e.offsetParent !== null).map((e) => e.className)",
    );

  test("it is one file: nothing else is fetched, no script runs, and nothing is complained of", async () => {
    const { page, complaints, asked } = await opened();
    expect(asked.filter((url) => url !== address && !url.startsWith("data:"))).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate("document.scripts.length")).toBe(0);
    await page.close();
  });

  test("a claim made of markup is shown as the text that it is", async () => {
    const { page } = await opened();
    expect(await page.locator("li.broken").textContent()).toContain(`<script>alert("1")</script> & ']]>`);
    expect(await page.locator("h1").textContent()).toBe("What holds of shop");
    await page.close();
  });

  test("what is shown goes by the outcome that is chosen, with the mouse and with the keyboard", async () => {
    const { page } = await opened();
    expect(await shown(page)).toEqual(["held", "broken", "held", "skipped"]);
    await page.getByText("broken 1", { exact: true }).click();
    expect(await shown(page)).toEqual(["broken"]);
    expect(await page.locator("#golden").isVisible()).toBe(false);
    await page.keyboard.press("ArrowRight");
    expect(await shown(page)).toEqual(["skipped"]);
    await page.keyboard.press("ArrowRight");
    expect(await shown(page)).toEqual(["held", "held"]);
    await page.close();
  });

  test("every text has a contrast of 4.5 in light and in dark, and no width from 320 px on scrolls sideways", async () => {
    const { page } = await opened();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect({ colorScheme, faint: await faintTexts(page) }).toEqual({ colorScheme, faint: [] });
    }
    for (const width of [320, 640, 1120]) {
      await page.setViewportSize({ width, height: 700 });
      expect(await page.evaluate("document.scrollingElement.scrollWidth")).toBe(width);
    }
    await page.close();
  });

  test("a parser of XML reads the JUnit report, and finds the claims in it", async () => {
    const page = await browser.newPage();
    const read = await page.evaluate(
      `((text) => {
        const xml = new DOMParser().parseFromString(text, "application/xml");
        const all = (name) => [...xml.querySelectorAll(name)];
        return { errors: all("parsererror").length, suites: all("testsuite").map((e) => e.getAttribute("name")),
          cases: all("testcase").length, said: xml.querySelector("failure")?.getAttribute("message") };
      })(${JSON.stringify(junitReport(sampleReport()))})`,
    );
    expect(read).toMatchObject({ errors: 0, suites: ["vault", "golden"], cases: 4 });
    expect(Object(read).said).toContain(`<script>alert("1")</script> & ']]>`);
    await page.close();
  });
});
