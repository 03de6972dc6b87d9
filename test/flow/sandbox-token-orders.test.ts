import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TokenRequest } from "../../src/domain/sandbox-protocol.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf } from "../support/token-calls.ts";

describe("a developer's order of a token", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  const ORDERS: readonly (readonly [string, TokenRequest, object])[] = [
    ["a user's own", { username: "viewer@agentvoicebox.local" }, { preferred_username: "viewer@agentvoicebox.local" }],
    [
      "roles in place of the user's",
      { username: "demo@test.com", roles: ["viewer"] },
      { realm_access: { roles: ["viewer"] } },
    ],
    ["another tenant", { username: "demo@test.com", tenant: "t-9" }, { tenant_id: "t-9" }],
    ["a client's own", { clientId: "agentvoicebox-api" }, { preferred_username: "service-account-agentvoicebox-api" }],
  ];
  test.each(ORDERS)("a token made to order: %s", async (_what, order, claims) => {
    const answer = await sandbox.control("tokens", order);
    const { access_token: token, expires_in: ttl } = (await answer.json()) as {
      access_token: string;
      expires_in: number;
    };
    expect(ttl).toBe(300);
    expect(claimsOf(token)).toMatchObject(claims);
  });

  test("no token lives longer than an hour", async () => {
    const now = Math.floor(Date.now() / 1000);
    const { access_token: token } = (await (await sandbox.control("tokens", { ttlSeconds: 3600 })).json()) as {
      access_token: string;
    };
    const { iat, exp } = claimsOf(token);
    expect(exp - iat).toBeLessThanOrEqual(3600);
    expect(exp).toBeLessThanOrEqual(now + 3601);
    for (const ttlSeconds of [3601, 0, -1, 1.5, "60"]) {
      const { status } = await sandbox.control("tokens", { ttlSeconds });
      expect(status).toBe(400);
    }
  });

  test("an order for somebody unknown says who", async () => {
    expect(await (await sandbox.control("tokens", { username: "nobody" })).json()).toMatchObject({
      error_description: "there is no user 'nobody'",
    });
    expect((await sandbox.control("tokens", { clientId: "nobody" })).status).toBe(404);
  });
});
