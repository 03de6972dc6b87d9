import { chmod, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { envCheckout } from "../support/env-checkout.ts";

const NAMES = ["keycloak/agentvoicebox-backend", "postgres/agentvoicebox", "identity/demo@test.com"];

describe("local secrets", () => {
  it("are safe in every file and hold at least 128 bit", async () => {
    await using place = await envCheckout();
    const secrets = await openLocalSecrets(place.world, place.checkout);
    const texts = NAMES.map((name) => secrets.get(name).reveal());
    expect(new Set(texts).size).toBe(NAMES.length);
    for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9_-]{22,}$/);
    expect(secrets.get("django/secret-key").reveal()).toMatch(/^[A-Za-z0-9_-]{50,}$/);
  });

  it("stay the same, and differ from another checkout's", async () => {
    await using place = await envCheckout();
    await using other = await envCheckout();
    const first = (await openLocalSecrets(place.world, place.checkout)).get("a").reveal();
    expect((await openLocalSecrets(place.world, place.checkout)).get("a").reveal()).toBe(first);
    expect((await openLocalSecrets(other.world, other.checkout)).get("a").reveal()).not.toBe(first);
  });

  it("are one set when many processes need them for the first time at once", async () => {
    await using place = await envCheckout();
    const opened = await Promise.all(Array.from({ length: 20 }, () => openLocalSecrets(place.world, place.checkout)));
    for (const name of NAMES) expect(new Set(opened.map((secrets) => secrets.get(name).reveal())).size).toBe(1);
  });

  it("are in a file that only its owner can read, and not by their own text", async () => {
    await using place = await envCheckout();
    const secrets = await openLocalSecrets(place.world, place.checkout);
    const path = place.checkout.state.secrets;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, "utf8")).not.toContain(secrets.get("a").reveal());
    expect(secrets.caution).toBeUndefined();
  });

  it("tighten a file that others could read, and say so", async () => {
    await using place = await envCheckout();
    const path = place.checkout.state.secrets;
    const before = (await openLocalSecrets(place.world, place.checkout)).get("a").reveal();
    await chmod(path, 0o644);
    const secrets = await openLocalSecrets(place.world, place.checkout);
    expect(secrets.caution).toContain(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(secrets.get("a").reveal()).toBe(before);
  });

  it.each(["{", "{}", "null", '{"root":"short"}', ""])("refuse a file that holds %j", async (text) => {
    await using place = await envCheckout();
    await openLocalSecrets(place.world, place.checkout);
    await writeFile(place.checkout.state.secrets, text);
    await expect(openLocalSecrets(place.world, place.checkout)).rejects.toMatchObject({ code: "STATE_CORRUPT" });
  });

  it("do not follow a link that somebody planted", async () => {
    await using place = await envCheckout();
    const victim = `${place.root}/victim`;
    await writeFile(victim, "mine");
    await place.world.files.append(`${place.checkout.state.directory}/x`, "");
    await symlink(victim, place.checkout.state.secrets);
    await expect(openLocalSecrets(place.world, place.checkout)).rejects.toMatchObject({ code: "STATE_CORRUPT" });
    expect(await readFile(victim, "utf8")).toBe("mine");
  });
});
