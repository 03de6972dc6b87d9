import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PAGE_HEADERS } from "../../src/sandbox/pages/document.ts";
import { faintTexts, launchChromium, watchPage } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { SAMPLE_PAGES } from "../support/sample-pages.ts";

const ORIGIN = "http://sandbox.test";

/** A page that is served every sample with its real headers; what forms post is kept. */
async function visitor(browser: Browser) {
  const page = await browser.newPage({ viewport: { width: 1120, height: 720 } });
  const complaints = watchPage(page);
  const posted: string[] = [];
  await page.route("**/*", (route) => {
    if (route.request().method() === "POST") posted.push(route.request().postData() ?? "");
    const name = new URL(route.request().url()).pathname.slice(1);
    return route.fulfill({ status: 200, headers: PAGE_HEADERS, body: SAMPLE_PAGES[name] ?? "<p>done</p>" });
  });
  return { page, complaints, posted, visit: (name: string) => page.goto(`${ORIGIN}/${name}`) };
}

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement.name + '=' + document.activeElement.value");

needs(["chromium"], "the sandbox's pages in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  test("every text of every page has a contrast of 4.5, in light and in dark, focused or not", async () => {
    const { page, complaints, visit } = await visitor(browser);
    for (const name of Object.keys(SAMPLE_PAGES)) {
      await visit(name);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect({ name, colorScheme, faint: await faintTexts(page) }).toEqual({ name, colorScheme, faint: [] });
        await page.keyboard.press("Tab");
        expect({ name, colorScheme, faint: await faintTexts(page) }).toEqual({ name, colorScheme, faint: [] });
      }
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("the contrast check finds a faint text", async () => {
    const page = await browser.newPage();
    await page.setContent(
      '<p style="color:#999;background:#fff">faint</p><p style="color:#000;background:#fff">plain</p>',
    );
    expect(await faintTexts(page)).toEqual([{ text: "faint", contrast: 2.85 }]);
    await page.close();
  });

  test("no page scrolls sideways from 320 px on, and every control is large enough to hit", async () => {
    const { page, complaints, visit } = await visitor(browser);
    for (const name of Object.keys(SAMPLE_PAGES)) {
      await visit(name);
      for (const width of [320, 640, 1120]) {
        await page.setViewportSize({ width, height: 720 });
        const scrollWidth: number = await page.evaluate("document.scrollingElement.scrollWidth");
        expect({ name, scrollWidth }).toEqual({ name, scrollWidth: width });
        const heights: readonly number[] = await page.evaluate(
          "[...document.querySelectorAll('button, input:not([type=hidden])')].map((e) => e.getBoundingClientRect().height)",
        );
        expect(Math.min(44, ...heights)).toBe(44);
      }
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("one key signs in as the first user, and Tab reaches every user and every field with a visible focus", async () => {
    const { page, posted, visit } = await visitor(browser);
    await visit("login");
    const order: string[] = [];
    for (let at = 0; at < 11; at++) {
      order.push(await focused(page));
      const outline: string = await page.evaluate(
        "(({ outlineStyle, outlineWidth }) => outlineStyle + ' ' + outlineWidth)(getComputedStyle(document.activeElement))",
      );
      expect(outline).toBe("solid 3px");
      await page.keyboard.press("Tab");
    }
    expect(order).toEqual([
      ...["admin", "tenant.admin", "billing", "user", "operator", "developer", "viewer", "demo@test.com"].map(
        (name) => `user=${name}`,
      ),
      "username=",
      "password=",
      "=",
    ]);
    await visit("login");
    await expect.poll(() => focused(page)).toBe("user=admin");
    await Promise.all([page.waitForURL("**/done"), page.keyboard.press("Enter")]);
    expect(posted).toEqual(["user=admin"]);
    await page.close();
  });

  test("a person is announced with name, address and roles; a failure is announced and described", async () => {
    const { page, visit } = await visitor(browser);
    await visit("failed");
    const ada = page.getByRole("button", {
      name: /^Sign in as Ada Admin admin@agentvoicebox\.local , roles: admin saas_admin/,
    });
    expect(await ada.count()).toBe(1);
    expect(await page.getByRole("group", { name: "Acme Voice" }).getByRole("button").count()).toBe(6);
    expect(await page.getByRole("alert").textContent()).toBe("The name or the password is wrong.");
    expect(await page.getByLabel("Name or e-mail").inputValue()).toBe("demo@test.com");
    expect(await focused(page)).toBe("password=");
    await page.close();
  });
});
