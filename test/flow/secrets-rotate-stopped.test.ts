import { describe, expect, test } from "vitest";
import { ADMIN } from "../support/managed-routes.ts";
import { current, holding, journals, type RotationWorld, rotating } from "../support/rotation-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const HOUR_MS = 3_600_000;
const codeOf = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, exitCode }) => `${code} ${exitCode}`);
const means = (more: object) => ({ means: more });
const keyIn = async (all: RotationWorld, id: string) => (await current(all, id)).api_key;

describe("what stops a rotation leaves a working value", () => {
  test("an old key that is still used is not revoked, unless it is in bad hands", async () => {
    const all = await holding("openai");
    all.old.lastUsedAtS = all.world.nowMs / 1000 + 3600;
    expect(await codeOf(() => rotating(all, "openai"))).toEqual(["ROTATION_IN_USE 8"]);
    expect(all.vendors.keys.size).toBe(2);
    expect(await codeOf(() => rotating(all, "openai", { wish: "resume" }))).toEqual(["ROTATION_IN_USE 8"]);
    expect((await rotating(all, "openai", { wish: "resume", ...means({ compromised: true }) })).state).toBe("done");
    expect([...all.vendors.keys.values()]).toMatchObject([{ value: await keyIn(all, "openai") }]);
  });

  test("a new key that the vendor refuses is not promoted, and is taken away again", async () => {
    const all = await holding("sendgrid");
    let asked = 0;
    all.vendors.instead = (line) => (line.endsWith("/v3/scopes") && ++asked > 2 ? [401, { errors: [] }] : undefined);
    expect(await codeOf(() => rotating(all, "sendgrid"))).toEqual(["ROTATION_NEW_REFUSED 14"]);
    expect(await keyIn(all, "sendgrid")).toBe(all.old.value);
    expect((await rotating(all, "sendgrid", { wish: "rollback" })).state).toBe("rolled back");
    expect([...all.vendors.keys.values()]).toEqual([all.old]);
  });

  test("an old key that is taken after it was revoked is told, and asked about again", async () => {
    const all = await holding("sendgrid");
    all.vendors.instead = (line) => (line.startsWith("DELETE") ? [204, {}] : undefined);
    expect(await codeOf(() => rotating(all, "sendgrid"))).toEqual(["ROTATION_OLD_ALIVE 8"]);
    expect(await codeOf(() => rotating(all, "sendgrid", { wish: "rollback" }))).toEqual(["ROTATION_PAST 2"]);
    all.vendors.keys.delete(all.old.id);
    expect((await rotating(all, "sendgrid", { wish: "resume" })).state).toBe("done");
  });

  test.each([
    ["401", [401, {}], /does not know the admin key/],
    ["403", [403, {}], /does not allow it/],
    ["a page of somebody else's", [200, { hello: 1 }], /answered (?:without a key|something that is no list)/],
  ] as const)("a vendor that answers %s to a creation is told, and going on is possible", async (_, answer, why) => {
    const all = await holding("sendgrid");
    all.vendors.instead = (line) => (line.startsWith("POST") ? answer : undefined);
    const [error] = await errorsOf(() => rotating(all, "sendgrid"));
    expect([error?.code, error?.message]).toEqual(["ROTATION_VENDOR", expect.stringMatching(why)]);
    delete all.vendors.instead;
    expect(await codeOf(() => rotating(all, "sendgrid"))).toEqual(["ROTATION_OPEN 11"]);
    expect((await rotating(all, "sendgrid", { wish: "resume" })).state).toBe("done");
  });

  test("nothing is begun without an admin key, with a wrong one, or where the old key could not be revoked", async () => {
    const { SENDGRID_ADMIN_KEY: _, ...without } = ADMIN;
    expect(await codeOf(async () => rotating(await holding("sendgrid", without), "sendgrid"))).toEqual([
      "ROTATION_ADMIN 3",
    ]);
    const wrong = { ...ADMIN, OPENAI_ADMIN_KEY: "sk-proj-x" };
    expect(await codeOf(async () => rotating(await holding("openai", wrong), "openai"))).toEqual(["ROTATION_ADMIN 3"]);
    const { OPENAI_PROJECT_ID: __, ...noProject } = ADMIN;
    expect(await codeOf(async () => rotating(await holding("openai", noProject), "openai"))).toEqual([
      "ROTATION_PROJECT 3",
    ]);
    const all = await holding("openai");
    all.vendors.instead = (line) => (line.includes("/api_keys?") ? [200, { data: [] }] : undefined);
    expect(await codeOf(() => rotating(all, "openai"))).toEqual(["ROTATION_OLD_UNKNOWN 3"]);
    expect(journals(all)).toEqual([]);
  });

  test("a version that somebody else put there is not overwritten; --rollback takes it away", async () => {
    const all = await holding("sendgrid");
    all.vendors.instead = (line) => (line.startsWith("POST") ? [500, {}] : undefined);
    await errorsOf(() => rotating(all, "sendgrid"));
    expect(await codeOf(() => rotating(all, "openai", { wish: "resume" }))).toEqual(["ROTATION_NONE 2"]);
    expect((await rotating(all, "openai", { wish: "rollback" })).state).toBe("nothing");
  });

  test("an old key that is void already is replaced without asking whether it may be revoked", async () => {
    const all = await holding("sendgrid");
    all.vendors.keys.clear();
    expect((await rotating(all, "sendgrid", means({ graceMs: HOUR_MS }))).state).toBe("done");
    expect([...all.vendors.keys.values()]).toMatchObject([{ value: await keyIn(all, "sendgrid") }]);
  });
});
