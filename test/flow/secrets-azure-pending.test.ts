import { expect, test } from "vitest";
import { credential, put, texts, values } from "../support/credential-store.ts";
import { vaultError } from "../support/key-vault-errors.ts";
import { playedAzure } from "../support/played-azure.ts";

const azure = playedAzure();
const pending = async () => (await azure.open()).pending ?? expect.fail("versions can wait in Azure");
const stage = async (id: string, fields: Readonly<Record<string, string>>) =>
  (await pending()).stage({ credential: credential(id), fields: values(fields), tags: { NextRotation: "2027-01-01" } });
const KINDS = [
  ["secrets of their own", "google-oauth", { client_id: "old", client_secret: "old" }, { client_secret: "new" }],
  ["one JSON text", "jira", { email: "old", api_token: "old" }, { api_token: "new" }],
] as const;

test.each(KINDS)("what waits is nobody's until it is promoted, in %s", async (_, id, before, change) => {
  await put(await azure.open(), id, before);
  const { version = "" } = await stage(id, change);
  expect(await texts(await azure.open(), id)).toEqual(before);
  const waiting = await (await pending()).look(credential(id));
  expect([waiting?.version, waiting?.fields[Object.keys(change)[0] ?? ""]?.reveal()]).toEqual([version, "new"]);
  expect(await (await pending()).promote(credential(id), version)).toMatchObject({ outcome: "written" });
  expect(await texts(await azure.open(), id)).toEqual({ ...before, ...change });
  expect(await (await pending()).look(credential(id))).toBeUndefined();
  expect(await (await pending()).promote(credential(id), version)).toMatchObject({ outcome: "same" });
});

test.each(KINDS)("an earlier version is made current again, in %s", async (_, id, before, change) => {
  await put(await azure.open(), id, before);
  await put(await azure.open(), id, change);
  const [, earlier] = await (await azure.open()).history(credential(id));
  expect(await (await pending()).revert(credential(id), earlier?.version ?? "")).toMatchObject({ outcome: "written" });
  expect(await texts(await azure.open(), id)).toEqual(before);
  expect((await (await pending()).revert(credential(id), "no")).error?.code).toBe("STORE_VERSION_GONE");
});

test("a promotion that broke off before what waited was taken away ends right when it is done again", async () => {
  await put(await azure.open(), "jira", { email: "a", api_token: "old" });
  const { version = "" } = await stage("jira", { api_token: "new" });
  azure.vault.faults.push({ ...vaultError(403, "Forbidden", "no", "ForbiddenByRbac"), only: /^DELETE/ });
  const act = async () => (await pending()).promote(credential("jira"), version);
  expect((await act()).error?.code).toBe("STORE_DENIED");
  expect(await act()).toMatchObject({ outcome: "same" });
  expect(await texts(await azure.open(), "jira")).toEqual({ email: "a", api_token: "new" });
  expect(await (await pending()).look(credential("jira"))).toBeUndefined();
});

test("a new date becomes the expiry too", async () => {
  await put(await azure.open(), "jira", { email: "a" });
  await (await pending()).tag(credential("jira"), { NextRotation: "2028-02-03" });
  const { body } = azure.vault.state.get("integrations-jira-api-token", "");
  expect(body).toMatchObject({ attributes: { exp: Date.parse("2028-02-03") / 1000 } });
});
