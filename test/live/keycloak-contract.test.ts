import { expect, test } from "vitest";
import { clientSecretOf, passwordOf, SHIPPED_IDENTITIES } from "../support/identities.ts";
import type { Idp } from "../support/idp-calls.ts";
import { IDP_OBLIGATIONS } from "../support/idp-contract.ts";
import { KEYCLOAK_ALONE, liveKeycloak } from "../support/live-keycloak.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { startTestSandbox } from "../support/sandbox.ts";

const MINUTES = 60_000;

/** The obligations that an identity provider does not keep, each with what was seen. */
async function broken(idp: Idp): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const [sentence, keep] of Object.entries(IDP_OBLIGATIONS))
    await keep(idp).catch((error: unknown) =>
      seen.push(`${sentence}: ${error instanceof Error ? error.message : error}`),
    );
  return seen;
}

async function liveIdp(stack: LiveStack): Promise<Idp> {
  const { port, secret } = await liveKeycloak(stack);
  const { clients, users } = SHIPPED_IDENTITIES;
  const names = [
    ...clients.map(({ clientId }) => `keycloak/${clientId}`),
    ...users.map(({ username }) => `identity/${username}`),
  ];
  const secrets = new Map(await Promise.all(names.map(async (name) => [name, await secret(name)] as const)));
  return {
    issuer: `http://localhost:${port}/realms/agentvoicebox`,
    secretOf: (clientId) => secrets.get(`keycloak/${clientId}`) ?? "",
    passwordOf: (username) => secrets.get(`identity/${username}`) ?? "",
  };
}

test("the sandbox keeps the contract of both identity providers", async () => {
  const sandbox = await startTestSandbox();
  try {
    expect(await broken({ issuer: sandbox.issuer, secretOf: clientSecretOf, passwordOf })).toEqual([]);
  } finally {
    await sandbox.close();
  }
});

needs(["engine", "liveImages"], "a real Keycloak", () => {
  test("keeps the same contract", { timeout: 20 * MINUTES }, async () => {
    const stack = await liveStack({ ".devenvrc": KEYCLOAK_ALONE });
    expectDone(await stack.avb("up", "--timeout", "900"));
    expect(await broken(await liveIdp(stack))).toEqual([]);
    expectDone(await stack.avb("doctor", "--check", "keycloak"));
    const { realm } = await liveKeycloak(stack);
    const uuidOf = async (name: string) =>
      String((await realm.list("clients")).find(({ clientId }) => clientId === name)?.id);
    const account = await realm.serviceAccountOf(await uuidOf("agentvoicebox-api"));
    const management = await uuidOf("realm-management");
    const roles = (await realm.rolesAt(management)).filter(({ name }) => name === "view-users");
    await realm.take(String(account.id), roles, management);
    const ill = await stack.avb("doctor", "--check", "keycloak");
    expect(ill.stdout + ill.stderr).toContain("agentvoicebox-api has not view-users");
  });
});
