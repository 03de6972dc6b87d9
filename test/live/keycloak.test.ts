import { beforeAll, expect, test } from "vitest";
import { clientSecretOf, passwordOf, SHIPPED_IDENTITIES } from "../support/identities.ts";
import type { Idp } from "../support/idp-calls.ts";
import { IDP_OBLIGATIONS } from "../support/idp-contract.ts";
import {
  expectArchived,
  expectTablesKept,
  type FirstStart,
  firstStartOf,
  KEYCLOAK_UP,
} from "../support/keycloak-first-starts.ts";
import { expectManySeeded } from "../support/keycloak-many.ts";
import {
  expectFlushed,
  expectFollowed,
  expectIdsOfTheSandbox,
  expectPrudent,
  expectPublishedKeys,
  expectPutBack,
  seeded,
} from "../support/keycloak-seeding.ts";
import { KEYCLOAK_ALONE, liveKeycloak } from "../support/live-keycloak.ts";
import { expectDone, type LiveStack, sharedStack } from "../support/live-stack.ts";
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

needs(["engine", "dataImages", "liveImages"], "a real Keycloak", () => {
  const stack = sharedStack({ ".devenvrc": KEYCLOAK_ALONE }, [...KEYCLOAK_UP, "--no-seed"], { cold: true });
  let first: FirstStart;
  beforeAll(async () => {
    first = await firstStartOf(stack());
  });

  test(
    "has its image derived once on a machine, maps its archive of classes, and finds its data again",
    {
      timeout: 12 * MINUTES,
    },
    () => expectArchived(stack(), first),
  );

  // Before anything is changed: a group that was removed by hand is made again with another id.
  test("keeps the same contract as the sandbox", { timeout: 20 * MINUTES }, async () => {
    expect(await broken(await liveIdp(stack()))).toEqual([]);
  });

  test("holds what the documents say after up, and again after every change by hand", {
    timeout: 20 * MINUTES,
  }, async () => {
    const keycloak = await liveKeycloak(stack());
    expect((await seeded(stack())).written).toBe(0);
    await expectIdsOfTheSandbox(keycloak);
    await expectPublishedKeys(keycloak);
    await expectPutBack(stack(), keycloak);
    await expectFlushed(stack(), keycloak);
    await expectFollowed(stack(), keycloak);
    await expectPrudent(keycloak);
    const token = expectDone(await stack().avb("token", "--user", "demo")).stdout.trim();
    expect((await keycloak.subject.world.jwt.decode(token)).claims.preferred_username).toBe("demo@test.com");
    const order = await stack().avb("token", "--user", "demo", "--role", "admin");
    expect(order).toMatchObject({ status: 2, stderr: expect.stringContaining("[TOKEN_TO_ORDER]") });
    expectDone(await stack().avb("verify", "keycloak"));
  });

  test("is told by doctor when its service account has lost a role", { timeout: 5 * MINUTES }, async () => {
    expectDone(await stack().avb("doctor", "--check", "keycloak"));
    const { realm } = await liveKeycloak(stack());
    const uuidOf = async (name: string) =>
      String((await realm.list("clients")).find(({ clientId }) => clientId === name)?.id);
    const account = await realm.serviceAccountOf(await uuidOf("agentvoicebox-api"));
    const management = await uuidOf("realm-management");
    const roles = (await realm.rolesAt(management)).filter(({ name }) => name === "view-users");
    await realm.take(String(account.id), roles, management);
    const ill = await stack().avb("doctor", "--check", "keycloak");
    expect(ill.stdout + ill.stderr).toContain("agentvoicebox-api has not view-users");
  });

  test("gets many users in lots, and holds them to the documents as it does a few", {
    timeout: 10 * MINUTES,
  }, async () => {
    await expectManySeeded(stack(), await liveKeycloak(stack()));
  });

  test(
    "has the tables of its database kept and given to the next new one, and no secret with them",
    {
      timeout: 10 * MINUTES,
    },
    () => expectTablesKept(stack(), first),
  );
});
