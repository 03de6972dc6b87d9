import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderDeviceCodePage, renderDeviceConfirmPage } from "../../src/sandbox/pages/device.ts";
import { PAGE_HEADERS, renderDocument } from "../../src/sandbox/pages/document.ts";
import { html } from "../../src/sandbox/pages/html.ts";
import { renderLoginPage } from "../../src/sandbox/pages/login.ts";
import { renderLogoutPage } from "../../src/sandbox/pages/logout.ts";
import { renderProblemPage } from "../../src/sandbox/pages/problem.ts";
import { readProviderForm } from "../../src/sandbox/pages/provider-form.ts";
import { overviewPages } from "../support/sample-pages.ts";
import { SAMPLE_PEOPLE } from "../support/sample-people.ts";

const LOGIN = { realm: "agentvoicebox", clientName: "Portal", action: "/login?a=1&b=2", users: SAMPLE_PEOPLE };
const HOSTILE = `"><script>alert('1')</script>&amp;`;
const ESCAPED = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;";
const bodyOf = (page: string): string => page.slice(page.indexOf("<body>"));

describe("markup", () => {
  test("any text put into a template adds no tag, no attribute and no entity of its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const markup = html`<a title="${text}">${text}</a>`.toString();
        const inside = markup.slice('<a title="'.length, -"</a>".length);
        const [attribute = "", element = "", ...more] = inside.split('">');
        const back = (escaped: string) =>
          new Map(
            readProviderForm(`<input type="hidden" name="x" value="${escaped}">`).fields.map((field) => [
              field.name,
              field.value,
            ]),
          ).get("x");
        return more.length === 0 && !/[<>"']/.test(attribute) && attribute === element && back(attribute) === text;
      }),
    );
  });

  test("markup made by a template is kept, lists are joined, undefined leaves nothing", () => {
    expect(html`<ul>${[html`<li>a</li>`, html`<li>${"<"}</li>`]}${undefined}${3}</ul>`.toString()).toBe(
      "<ul><li>a</li><li>&lt;</li>3</ul>",
    );
  });
});

describe("every page", () => {
  const form = { action: HOSTILE, fields: [{ name: HOSTILE, value: HOSTILE }] };
  const person = { username: HOSTILE, name: HOSTILE, email: HOSTILE, roles: [HOSTILE], tenant: HOSTILE };
  const pages = {
    login: renderLoginPage({
      realm: HOSTILE,
      clientName: HOSTILE,
      action: HOSTILE,
      users: [person],
      error: HOSTILE,
      username: HOSTILE,
    }),
    ...overviewPages(HOSTILE),
    logout: renderLogoutPage({ realm: HOSTILE, form }),
    code: renderDeviceCodePage({ realm: HOSTILE, form, userCode: HOSTILE, error: HOSTILE }),
    confirm: renderDeviceConfirmPage({ realm: HOSTILE, form, userCode: HOSTILE, clientName: HOSTILE }),
    problem: renderProblemPage({
      realm: HOSTILE,
      code: HOSTILE,
      detail: HOSTILE,
      clientId: HOSTILE,
      redirectUri: HOSTILE,
      registered: [HOSTILE],
      asked: HOSTILE,
    }),
  };

  test.each(Object.entries(pages))(
    "%s escapes what it is given and has no script, no handler, nothing from outside",
    (_, page) => {
      expect(page).toContain(ESCAPED);
      expect(page).not.toContain("<script");
      expect(page).not.toMatch(/<[^>]+\son\w+=/);
      expect(page).not.toMatch(/(src|href)="(?!data:|\/|http:\/\/localhost:8080\/)|(src|href)="\/\/|url\(|@import/);
    },
  );

  test.each(Object.entries(pages))("%s says that it is the sandbox and names its language and its title", (_, page) => {
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<title>[^<]+ · avb sandbox<\/title>/);
    expect(bodyOf(page)).toContain("not production");
  });

  test("its stylesheet is the only one the policy allows", async () => {
    const style = /<style>(.*?)<\/style>/.exec(renderDocument({ title: "t", realm: "r" }, html``))?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    expect(PAGE_HEADERS["content-security-policy"]).toContain(`'sha256-${Buffer.from(digest).toString("base64")}'`);
    expect(PAGE_HEADERS["content-security-policy"]).toMatch(/^default-src 'none'; /);
  });
});

describe("the login page", () => {
  test("each user is one submit button below the tenant's name, with roles", () => {
    const page = renderLoginPage(LOGIN);
    const order = [...page.matchAll(/<legend>([^<]*)<|name="user" value="([^"]*)"/g)].map(
      ([, tenant, user]) => tenant ?? user,
    );
    expect(order).toEqual([
      "Platform",
      "admin",
      "Acme Voice",
      "tenant.admin",
      "billing",
      "user",
      "operator",
      "developer",
      "viewer",
      "Demo",
      "demo@test.com",
    ]);
    expect(page.match(/class="role">([^<]*)/g)?.slice(0, 2)).toEqual(['class="role">admin', 'class="role">saas_admin']);
    expect(page.match(/action="\/login\?a=1&amp;b=2"/g)).toHaveLength(2);
  });

  test("the focus is on the first user, after a failure on what is to be typed", () => {
    const focused = (page: string) => /<(?:input|button)[^>]*\bautofocus/.exec(page)?.[0];
    expect(focused(renderLoginPage(LOGIN))).toContain('value="admin"');
    expect(focused(renderLoginPage({ ...LOGIN, error: "no", username: "demo" }))).toContain('id="password"');
    expect(focused(renderLoginPage({ ...LOGIN, error: "no" }))).toContain('id="username"');
    expect(focused(renderLoginPage({ ...LOGIN, users: [] }))).toContain('id="username"');
  });

  test("a failure is announced, tied to the fields, and keeps the name", () => {
    const page = renderLoginPage({ ...LOGIN, error: "Wrong password.", username: "demo" });
    expect(page).toMatch(/role="alert"[^>]*>Wrong password\.</);
    expect(page).toMatch(/id="username"[^>]*value="demo"[^>]*aria-describedby="problem"/);
  });

  test("a realm without users says how to get some", () => {
    expect(renderLoginPage({ ...LOGIN, users: [] })).toContain("avb dev seed");
  });
});

test("a form of oidc-provider is read without its visible field and its inline handler", async () => {
  const maker = "oidc-provider/lib/helpers/user_code_form.js";
  const { input } = (await import(maker)) as {
    input(action: string, xsrf: string, code: string, charset: string): string;
  };
  const form = readProviderForm(input("/device?x=1&y=2", "a&quot;b", "ABC", "base-20"));
  expect(form).toEqual({ action: "/device?x=1&y=2", fields: [{ name: "xsrf", value: 'a"b' }] });
});
