import { expect, test } from "vitest";
import { credential } from "../support/credential-store.ts";
import { addJira, JIRA_ADMIN, JIRA_FIELDS } from "../support/managed-jira.ts";
import { current, hold, journals, type RotationWorld, rotating, rotationWorld } from "../support/rotation-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

/** A world that holds a token of Jira's; what the new one will be, and how it is piped in. */
async function holdingJira(env: Readonly<Record<string, string>> = JIRA_ADMIN) {
  const all = rotationWorld(env);
  const old = addJira(all.vendors);
  await hold(all, "jira", JSON.stringify({ ...JIRA_FIELDS, api_token: old.value }));
  const made = () => addJira(all.vendors, { used: false });
  return { ...all, old, made };
}

const tokensOf = ({ vendors }: RotationWorld) => [...vendors.keys.values()].map(({ value }) => value);
const piping = (value: string, more: object = {}) => ({ means: { piped: async () => value, ...more } });
const deletions = ({ vendors }: RotationWorld) => vendors.asked.filter((line) => line.startsWith("DELETE"));

test("with an organization's key the old token is found by its account, and revoked once nobody uses it", async () => {
  const all = await holdingJira();
  const next = all.made();
  expect(credential("jira").fields.map(({ name }) => name)).toContain("api_token");
  expect((await rotating(all, "jira", piping(next.value))).state).toBe("done");
  expect(await current(all, "jira")).toEqual({ ...JIRA_FIELDS, api_token: next.value });
  expect(tokensOf(all)).toEqual([next.value]);
  expect(deletions(all)).toHaveLength(1);
});

test("an old token that is used after everybody had the new one is not revoked", async () => {
  const all = await holdingJira();
  all.old.lastUsedAtS = all.world.nowMs / 1000 + 60;
  const next = all.made();
  const [error] = await errorsOf(() => rotating(all, "jira", piping(next.value)));
  expect(error?.code).toBe("ROTATION_IN_USE");
  expect(deletions(all)).toEqual([]);
  expect((await rotating(all, "jira", { wish: "resume", means: { compromised: true } })).state).toBe("done");
  expect(tokensOf(all)).toEqual([next.value]);
});

test("where an account has several tokens in use, nothing is begun and nothing is revoked", async () => {
  const all = await holdingJira();
  addJira(all.vendors);
  const [error] = await errorsOf(() => rotating(all, "jira", piping(all.made().value)));
  expect([error?.code, error?.exitCode, error?.message]).toEqual([
    ...(["ROTATION_OLD_UNKNOWN", 3] as const),
    expect.stringContaining("lists several that it may be"),
  ]);
  expect([journals(all), deletions(all)]).toEqual([[], []]);
});

test("a token that no list shows to be the new one is revoked by a person on the way back", async () => {
  const all = await holdingJira();
  const next = all.made();
  const hour = { graceMs: 3_600_000 };
  expect((await rotating(all, "jira", piping(next.value, hour))).state).toBe("waiting");
  expect((await rotating(all, "jira", { wish: "rollback" })).state).toBe("rolled back");
  expect((await current(all, "jira")).api_token).toBe(all.old.value);
  expect(deletions(all)).toEqual([]);
  expect(all.said.join("\n")).toContain("Choose Revoke beside the old token");
});

test("without the organization's key a person revokes it, and it is asked about", async () => {
  const all = await holdingJira({});
  const next = all.made();
  const [error] = await errorsOf(() => rotating(all, "jira", piping(next.value)));
  expect(error?.code).toBe("ROTATION_OLD_ALIVE");
  all.vendors.keys.delete(all.old.id);
  expect((await rotating(all, "jira", { wish: "resume" })).state).toBe("done");
  expect(deletions(all)).toEqual([]);
});
