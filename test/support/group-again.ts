import { expect } from "vitest";
import { APPLICATION_TABLES, inDatabase } from "./application-tables.ts";
import type { Planter } from "./breakage.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";
import type { Fields } from "./seeded-stack.ts";

const GROUP = "demo-company";
const MEMBER = "demo@test.com";

/** As the application itself makes its tables, which then belong to it. */
const AS_APPLICATION = `SET ROLE agentvoicebox; ${APPLICATION_TABLES}`;
const WITHOUT = "DROP TABLE billing_invoice, users_user, tenants_tenant";

async function driftOf(stack: LiveStack) {
  const run = await stack.avb("drift", "--exit-code", "--json");
  const found: readonly { readonly drift: readonly Fields[] }[] = JSON.parse(run.stdout).data.services;
  return { status: run.status, drift: found.flatMap((one) => one.drift) };
}

/** A group that somebody removed comes back with another id; members, tokens and the application's row follow it. */
export async function expectGroupAgain(stack: LiveStack, planter: Planter): Promise<void> {
  const { id: postgres } = await stack.container("postgres");
  inDatabase(postgres, AS_APPLICATION);
  expectDone(await stack.avb("seed", "postgres"));
  const linked = () => inDatabase(postgres, `SELECT keycloak_group_id FROM tenants_tenant WHERE slug = '${GROUP}'`);
  const group = async () => (await planter.keycloak("GET", `/groups?exact=true&search=${GROUP}`))[0].id;
  const remove = async () => planter.keycloak("DELETE", `/groups/${await group()}`);
  const first = await group();
  expect(linked()).toBe(first);

  await remove();
  const gone = await driftOf(stack);
  expect(gone.status).toBe(14);
  expect(gone.drift).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "group", key: `/${GROUP}`, do: "create" }),
      expect.objectContaining({ kind: "user", key: MEMBER, fields: [expect.objectContaining({ field: "groups" })] }),
      expect.objectContaining({ kind: "tenant", why: `Keycloak has no group /${GROUP}: avb dev seed keycloak` }),
    ]),
  );
  expectDone(await stack.avb("seed"));
  const second = await group();
  expect([second === first, linked()]).toEqual([false, second]);
  const { stdout } = expectDone(await stack.avb("token", "--user", MEMBER, "--decode"));
  expect(JSON.parse(stdout).claims.groups).toEqual([`/${GROUP}`]);
  expect(await driftOf(stack)).toEqual({ status: 0, drift: [] });
  expect(await stack.json("seed")).toMatchObject({ written: 0 });

  // Keycloak alone: its own things are right then, the row is told, and the next `up` takes it along.
  await remove();
  expectDone(await stack.avb("seed", "keycloak"));
  expect(linked()).toBe(second);
  expect((await stack.avb("doctor", "--check", "seeds")).stdout).toContain("postgres is seeded before");
  expect((await stack.json("up")).plan).toEqual([expect.objectContaining({ id: "seed-postgres" })]);
  expect(linked()).toBe(await group());
  expect(await stack.json("up")).toMatchObject({ plan: [] });
  inDatabase(postgres, WITHOUT);
}
