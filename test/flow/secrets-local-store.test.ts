import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CANARIES } from "../support/canary-shapes.ts";
import { credential, local, lookAt, put, texts } from "../support/credential-store.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const fileOf = async () => (await local(home.world())).where;
const identity = () => join(dirname(home.root), ".config/avb/identity.txt");

describe("the local store", () => {
  test("gives back what was put in, byte for byte, and keeps environments apart", async () => {
    for (const [name, text] of Object.entries(CANARIES)) {
      await put(await local(home.world()), "database", { password: text });
      expect(await texts(await local(home.world()), "database"), name).toEqual({ password: text });
    }
    expect(await texts(await local(home.world(), "staging"), "database")).toBeUndefined();
  });

  test("holds no value in the clear, and is for its owner alone, whatever the umask", async () => {
    const before = process.umask(0);
    try {
      await put(await local(home.world()), "openai", { api_key: "canary0plain1234567890" });
    } finally {
      process.umask(before);
    }
    const path = await fileOf();
    for (const file of [path, identity()]) expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const folder of [dirname(path), dirname(identity())]) expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(path, "utf8")).not.toContain("canary");
    expect(dirname(identity()).startsWith(home.state)).toBe(false);
  });

  test("sets the fields that are given and leaves the others; writes nothing when nothing differs", async () => {
    await put(await local(home.world()), "google-oauth", { client_id: "a" });
    await put(await local(home.world()), "google-oauth", { client_secret: "b" });
    expect(await texts(await local(home.world()), "google-oauth")).toEqual({ client_id: "a", client_secret: "b" });
    const bytes = readFileSync(await fileOf());
    expect(await put(await local(home.world()), "google-oauth", { client_id: "a" })).toMatchObject([
      { outcome: "same" },
    ]);
    expect(readFileSync(await fileOf())).toEqual(bytes);
  });

  test("keeps ten versions, the newest first", async () => {
    for (let round = 1; round <= 12; round++)
      await put(await local(home.world()), "openai", { api_key: `value ${round}` });
    const history = await (await local(home.world())).history(credential("openai"));
    expect(history.map(({ version }) => version)).toEqual(["12", "11", "10", "9", "8", "7", "6", "5", "4", "3"]);
    expect(history[1]?.fields.api_key?.reveal()).toBe("value 11");
  });

  test("brings back what was removed for 30 days, and forgets it after that", async () => {
    let now = Date.parse("2026-05-01T00:00:00Z");
    const at = () => local({ ...home.world(), clock: { ...home.world().clock, now: () => now } });
    await put(await at(), "openai", { api_key: "x" });
    expect(await (await at()).remove(credential("openai"))).toBe(Date.parse("2026-05-31T00:00:00Z"));
    expect(await lookAt(await at(), "openai")).toEqual({
      state: "removed",
      untilMs: Date.parse("2026-05-31T00:00:00Z"),
    });
    expect(await (await at()).remove(credential("openai"))).toBeUndefined();
    expect(await (await at()).restore(credential("openai"))).toBe(true);
    expect(await texts(await at(), "openai")).toEqual({ api_key: "x" });
    await (await at()).remove(credential("openai"));
    now = Date.parse("2026-06-01T00:00:00Z");
    expect(await lookAt(await at(), "openai")).toEqual({ state: "absent" });
    await put(await at(), "sendgrid", { api_key: "y" });
    expect(await (await at()).history(credential("openai"))).toEqual([]);
  });

  test("sixteen writers at once lose nothing", async () => {
    await put(await local(home.world()), "openai", { api_key: "first" });
    const fields = ["host", "port", "database", "username", "password", "connection_uri"];
    const writers = Array.from({ length: 16 }, (_, index) => ({ field: fields[index % 6] ?? "", text: `v${index}` }));
    await Promise.all(
      writers.map(async ({ field, text }) => put(await local(home.world()), "database", { [field]: text })),
    );
    const found = await texts(await local(home.world()), "database");
    expect(Object.keys(found ?? {}).toSorted()).toEqual(fields.toSorted());
    expect((await (await local(home.world())).history(credential("database")))[0]?.version).toBe("16");
  });
});
