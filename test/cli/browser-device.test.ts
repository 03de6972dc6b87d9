import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launchChromium, watchPage } from "../support/chromium.ts";
import { needs } from "../support/needs.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf, postForm } from "../support/token-calls.ts";

const CLIENT = "agentvoicebox-backend";

needs(["chromium"], "the device pages and the logout question in Chromium", () => {
  let browser: Browser;
  let sandbox: TestSandbox;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [browser, sandbox] = await Promise.all([launchChromium(), startTestSandbox()]);
  });
  beforeEach(async () => {
    const context = await browser.newContext();
    page = await context.newPage();
    complaints = watchPage(page);
    return async () => {
      await context.close();
      expect(complaints).toEqual([]);
      expect(sandbox.failures).toEqual([]);
    };
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  const heading = () => page.getByRole("heading", { level: 1 });
  const press = (name: string) => page.getByRole("button", { name }).press("Enter");
  const poll = (deviceCode: string) =>
    postForm(
      sandbox,
      "token",
      { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: deviceCode },
      { as: CLIENT },
    );

  async function deviceAsks() {
    const { status, body } = await postForm(sandbox, "auth/device", { scope: "openid" }, { as: CLIENT });
    expect(status).toBe(200);
    return body as { user_code: string; device_code: string; verification_uri: string };
  }

  async function typeCode(code: string): Promise<void> {
    await page.getByLabel("Code").fill(code);
    await page.keyboard.press("Enter");
  }

  test("a code typed in small letters, a picked user and a confirmed code sign the device in", async () => {
    const asked = await deviceAsks();
    await page.goto(asked.verification_uri);
    await typeCode("NOPE-NOPE");
    await page.getByRole("alert").filter({ hasText: "No device waits with this code" }).waitFor();
    complaints.splice(0);
    await typeCode(asked.user_code.toLowerCase());
    await heading().filter({ hasText: "Is this your device?" }).waitFor();
    expect(await page.getByRole("status").textContent()).toBe(asked.user_code);
    expect((await poll(asked.device_code)).body.error).toBe("authorization_pending");
    await press("Yes, the code is the same");
    await heading().filter({ hasText: "Sign in to" }).waitFor();
    await press("Sign in as Otto");
    await heading().filter({ hasText: "Your device is connected" }).waitFor();
    const { status, body } = await poll(asked.device_code);
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).preferred_username).toBe("operator@agentvoicebox.local");
  });

  test("a refused device gets nothing", async () => {
    const asked = await deviceAsks();
    await page.goto(asked.verification_uri);
    await typeCode(asked.user_code);
    await press("No, stop here");
    await page.getByRole("alert").filter({ hasText: "stopped" }).waitFor();
    complaints.splice(0);
    expect((await poll(asked.device_code)).body.error).toBe("access_denied");
  });

  test("a logout without a token asks first, and ends the session when told to", async () => {
    const asked = await deviceAsks();
    await page.goto(asked.verification_uri);
    await typeCode(asked.user_code);
    await press("Yes, the code is the same");
    await press("Sign in as Otto");
    await heading().filter({ hasText: "Your device is connected" }).waitFor();
    await page.goto(`${sandbox.issuer}/protocol/openid-connect/logout`);
    expect(await heading().textContent()).toBe("Sign out?");
    await page.keyboard.press("Enter");
    await heading().filter({ hasText: "You are signed out" }).waitFor();
    await page.goto(`${sandbox.issuer}/protocol/openid-connect/logout`);
    expect(await heading().textContent()).toBe("You are signed out");
  });
});
