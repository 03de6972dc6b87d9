import { createPublicKey, verify } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { check } from "../../src/flows/secrets/check.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { goodFor, PEM } from "../support/credential-samples.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import { VENDOR_VALUES } from "../support/vendor-answers.ts";
import { live, asked as vendorAsked, worldWith } from "../support/vendor-asked.ts";
import type { VendorAnswer } from "../support/vendor-server.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const asked = (id: string, answers: readonly VendorAnswer[], held?: object) =>
  vendorAsked(home, { id, answers, ...(held && { held }) });

test("GitHub: a token of at most ten minutes that the App's key signs", async () => {
  const { server } = await asked("github-app", [[404, {}]]);
  expect(server.asked[0]?.line).toBe("GET /api.github.com/app");
  const [head = "", body = "", signature = ""] = String(server.asked[0]?.headers.authorization).slice(7).split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(read(head)).toEqual({ alg: "RS256", typ: "JWT" });
  const { iss, iat, exp } = read(body);
  expect([iss, exp - iat]).toEqual(["1234567", 600]);
  const signed = Buffer.from(`${head}.${body}`);
  expect(verify("sha256", signed, createPublicKey(PEM.pkcs1), Buffer.from(signature, "base64url"))).toBe(true);
});

test("Slack: what posts nothing; Google: this environment's redirect URI; Jira: the site, then the gateway", async () => {
  const slack = (await asked("slack", [[400, "invalid_payload"]])).server.asked[0];
  expect(() => JSON.parse(slack?.body ?? "{}")).toThrow();
  const google = (await asked("google-oauth", [[400, { error: "invalid_grant" }]])).server.asked[0];
  expect(google?.line).toBe("POST /oauth2.googleapis.com/token");
  expect(google?.body).toContain(
    `redirect_uri=${encodeURIComponent("http://localhost:3000/api/auth/callback/google")}`,
  );
  const cloudId = "11223344-a1b2-3b33-c444-def123456789";
  const jira = (
    await asked("jira", [
      [401, ""],
      [200, { cloudId }],
      [200, { accountId: "1" }],
    ])
  ).server.asked;
  expect(jira.map(({ line }) => line)).toEqual([
    "GET /qualisys.atlassian.net/rest/api/3/myself",
    "GET /qualisys.atlassian.net/_edge/tenant_info",
    `GET /api.atlassian.com/ex/jira/${cloudId}/rest/api/3/myself`,
  ]);
  expect(jira[1]?.headers.authorization).toBeUndefined();
});

test("nothing without being told to, and nothing about a value that cannot be right", async () => {
  const secrets = await secretsOf(worldWith(home, {}));
  await set(secrets, "openai", goodFor("openai-key"));
  expect((await check(secrets, { ids: [], store: "local" })).credentials[0]?.live).toBeUndefined();
  const { finding, server } = await asked("openai", [[200, { data: [] }]], { api_key: "sk-..." });
  expect([finding?.state, server.asked]).toEqual(["indeterminate", []]);
  const foreign = { ...VENDOR_VALUES.jira, base_url: "https://jira.example.com" };
  const jira = await asked("jira", [[200, { accountId: "1" }]], foreign);
  expect([jira.finding?.state, jira.server.asked]).toEqual(["indeterminate", []]);
});

test.each(["https://openai.example", "http://10.0.0.1:80", "http://127.0.0.1.example:80", "http://localhost:80/x"])(
  "%s is not asked in a vendor's place",
  async (url) => {
    const secrets = await secretsOf(worldWith(home, { AVB_VENDORS_URL: url }));
    await set(secrets, "openai", goodFor("openai-key"));
    const [error] = await errorsOf(() => check(secrets, { ids: [], store: "local", live }));
    expect(error).toMatchObject({ code: "VARIABLE_INVALID" });
  },
);

test.each<[string, VendorAnswer, string, object]>([
  ["taken", [200, { ok: true }, { "x-oauth-scopes": "chat:write,users:read" }], "valid", { excess: ["users:read"] }],
  ["revoked", [200, { ok: false, error: "token_revoked" }], "invalid", {}],
  ["without the scope", [200, { ok: false, error: "missing_scope" }], "restricted", {}],
  ["met by another error", [200, { ok: false, error: "internal_error" }], "indeterminate", {}],
])(
  "a team's own credential is asked about by its form: a Slack token that is %s",
  async (_what, answer, state, more) => {
    const field = "    fields:\n      token: {variable: BOT_TOKEN, format: slack-token}\n";
    home.put(".devenvrc", `credentials:\n  bot:\n    scopes: ["chat:write"]\n${field}`);
    const world = home.world();
    await grantTrust(world, (await showTrust(world)).hash);
    const { finding, server } = await asked("bot", [answer], { token: goodFor("slack-token") });
    expect(finding).toMatchObject({ state, ...more });
    expect(server.asked[0]?.line).toBe("POST /slack.com/api/auth.test");
  },
);
