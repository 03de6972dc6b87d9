import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launchChromium, watchPage } from "../support/chromium.ts";
import { passwordOf } from "../support/identities.ts";
import { type KeycloakApp, startKeycloakApp } from "../support/keycloak-js-app.ts";
import { needs } from "../support/needs.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const DEMO = "demo@test.com";
/** Waits for the title; not by a function in the page, which the pages' policy forbids. */
const titled = (page: Page, title: string) =>
  expect
    .poll(() => page.title().catch(() => "between pages"), { timeout: 20_000 })
    .toMatch(new RegExp(`^(${title}|failed)`));

needs(["chromium"], "signing in with keycloak-js in Chromium", () => {
  let browser: Browser;
  let app: KeycloakApp;
  let sandbox: TestSandbox;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [browser, app] = await Promise.all([launchChromium(), startKeycloakApp()]);
    sandbox = await startTestSandbox({ document: app.identities });
    app.server = sandbox.baseUrl;
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
    app?.close();
    await sandbox?.close();
  });

  async function atLogin(): Promise<void> {
    await page.goto(`${app.origin}/`);
    await titled(page, "Sign in to");
  }

  async function pickByKeyboard(username: string): Promise<void> {
    const chosen = `document.activeElement.value === ${JSON.stringify(username)}`;
    for (let presses = 0; presses < 20 && !(await page.evaluate<boolean>(chosen)); presses++)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await titled(page, "signed in");
    expect(await page.title()).toBe("signed in");
  }

  test("the keyboard alone picks a user, whose token carries roles, tenant and name", async () => {
    await atLogin();
    expect(await page.title()).toBe("Sign in to AgentVoiceBox portal · avb sandbox");
    await pickByKeyboard(DEMO);
    const claims = await page.evaluate("keycloak.tokenParsed");
    expect(claims).toMatchObject({
      iss: sandbox.issuer,
      azp: "portal-frontend",
      preferred_username: DEMO,
      email: DEMO,
      tenant_id: "00000000-0000-0000-0000-000000000002",
      realm_access: { roles: expect.arrayContaining(["tenant_admin", "user"]) },
      roles: expect.arrayContaining(["tenant_admin", "user"]),
      aud: expect.arrayContaining(["agentvoicebox-backend", "agentvoicebox-api"]),
    });
    expect(await page.evaluate("keycloak.hasRealmRole('tenant_admin') && !keycloak.hasRealmRole('admin')")).toBe(true);
    expect(await page.evaluate("keycloak.loadUserInfo()")).toMatchObject({ preferred_username: DEMO, email: DEMO });
    expect(await page.evaluate("keycloak.didInitialize && keycloak.idTokenParsed.nonce.length > 10")).toBe(true);
  });

  test("a token is refreshed, the session is found again quietly, and logout returns to the application", async () => {
    await atLogin();
    await pickByKeyboard("admin@agentvoicebox.local");
    const before = await page.evaluate("keycloak.token");
    expect(await page.evaluate("keycloak.updateToken(999)")).toBe(true);
    expect(await page.evaluate("keycloak.token")).not.toBe(before);
    await page.goto(`${app.origin}/quiet`);
    await titled(page, "signed in");
    expect(await page.evaluate("keycloak.tokenParsed.preferred_username")).toBe("admin@agentvoicebox.local");
    await Promise.all([
      page.waitForURL(`${app.origin}/bye**`),
      page.evaluate(`keycloak.logout({ redirectUri: "${app.origin}/bye" })`),
    ]);
    await page.goto(`${app.origin}/quiet`);
    await titled(page, "signed out");
    expect(await page.title()).toBe("signed out");
  });

  test("a wrong password is said, the name is kept, and the right one signs in", async () => {
    await atLogin();
    await page.getByLabel("Name or e-mail").fill(DEMO);
    await page.getByRole("textbox", { name: "Password" }).fill("not this one");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Invalid username or password." }).waitFor();
    expect(await page.getByLabel("Name or e-mail").inputValue()).toBe(DEMO);
    expect(await page.getByRole("textbox", { name: "Password" }).inputValue()).toBe("");
    await page.keyboard.type(passwordOf(DEMO));
    await page.keyboard.press("Enter");
    await titled(page, "signed in");
    expect(await page.evaluate("keycloak.tokenParsed.email")).toBe(DEMO);
  });

  test("a redirect to an address that is not registered ends on a page that says what to do", async () => {
    const query = new URLSearchParams({
      ...{
        client_id: "portal-frontend",
        response_type: "code",
        scope: "openid",
        redirect_uri: "http://localhost:9/nowhere",
      },
      ...{ code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" },
    });
    const answer = await page.goto(`${sandbox.issuer}/protocol/openid-connect/auth?${query}`);
    expect(answer?.status()).toBe(400);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("not registered");
    expect(await page.getByRole("main").textContent()).toContain("http://localhost:9/nowhere");
    expect(complaints.splice(0)).toEqual([expect.stringContaining("status of 400")]);
  });

  test("one press on the first page signs a user in and shows the account", async () => {
    await page.goto(sandbox.baseUrl);
    await page.getByRole("button", { name: /^Sign in as .* demo@test\.com/ }).press("Enter");
    await titled(page, "Your account");
    expect(await page.getByRole("main").textContent()).toContain(DEMO);
    for (const landmark of ["banner", "main", "contentinfo"] as const)
      expect(await page.getByRole(landmark).count()).toBe(1);
  });

  test("the first page leads to the realm's documents", async () => {
    await page.goto(sandbox.baseUrl);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("The sandbox is running");
    const links = await page.getByRole("link").all();
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      const address = new URL((await link.getAttribute("href")) ?? "", sandbox.baseUrl).href;
      expect({ address, status: (await page.request.get(address)).status() }).toEqual({ address, status: 200 });
    }
  });
});
