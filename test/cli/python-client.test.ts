import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clientSecretOf, passwordOf } from "../support/identities.ts";
import { needs } from "../support/needs.ts";
import { REDIRECT } from "../support/relying-party.ts";
import { seededSandbox } from "../support/seeded-sandbox.ts";

const PROGRAM = join(import.meta.dirname, "../support/python_client.py");
const USER = "demo@test.com";

const OFFER = {
  metric: { name: "Minutes", code: "minutes", aggregation_type: "sum_agg", field_name: "minutes" },
  plan: {
    ...{ name: "Voice", code: "voice", interval: "monthly", amount_cents: 0 },
    ...{ amount_currency: "USD", pay_in_advance: false },
  },
  charge: { charge_model: "standard", properties: { amount: "0.02" } },
  subscription: { external_customer_id: "acme", plan_code: "voice", external_id: "acme-voice" },
};

/** Runs the application with these settings; what it was answered. */
const application = (settings: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = execFile("python3", [PROGRAM], { timeout: 20_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(JSON.parse(stdout)),
    );
    child.stdin?.end(JSON.stringify(settings));
  });

needs(["httpx"], "a Python application on httpx", () => {
  test("signs in by every grant, is told who it is, signs out, and bills from customer to invoice", async () => {
    const { identityPort, billingPort, billingKey, realm } = (await seededSandbox()).launch;
    const issuer = `http://localhost:${identityPort}/realms/${realm}`;
    const identity = {
      ...{ issuer, portal: "portal-frontend", redirect: REDIRECT, username: USER, password: passwordOf(USER) },
      ...{ clientId: "agentvoicebox-backend", clientSecret: clientSecretOf("agentvoicebox-backend") },
    };
    const billing = { billing: `http://localhost:${billingPort}`, billingKey, ...OFFER };
    expect(await application({ ...identity, ...billing })).toEqual({
      identity: {
        issuer,
        service: "service-account-agentvoicebox-backend",
        password: USER,
        nonce: true,
        rotated: true,
        userinfo: [200, USER],
        introspection: [true, USER, false],
        revoked: [200, 400, "invalid_grant"],
      },
      // 0 + 1 + … + 99 minutes at two cents each.
      billing: { usage: [9900, "4950.0", 100], again: 422, invoices: [["finalized", 9900, 9900]] },
    });
  });
});
