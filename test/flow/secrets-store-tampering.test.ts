import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import { local, put, texts } from "../support/credential-store.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const codes = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, exitCode }) => [code, exitCode]);
const fileOf = async () => (await local(home.world())).where;
const identity = () => join(dirname(home.root), ".config/avb/identity.txt");

describe("a store that somebody else touched", () => {
  test("every flipped byte and every cut is refused", async () => {
    await put(await local(home.world()), "openai", { api_key: "value" });
    const path = await fileOf();
    const whole = readFileSync(path);
    const steps = Array.from({ length: whole.length }, (_, index) => index).filter((index) => index % 7 === 0);
    for (const index of steps) {
      const bytes = Buffer.from(whole);
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      const [[code, exit] = []] = await codes(async () => texts(await local(home.world()), "openai"));
      expect(["STORE_TAMPERED", "KEY_WRONG"], `byte ${index}`).toContain(code);
      expect(exit).toBe(10);
    }
    for (const index of steps) {
      writeFileSync(path, whole.subarray(0, index));
      expect(await codes(async () => texts(await local(home.world()), "openai")), `cut at ${index}`).toHaveLength(1);
    }
    writeFileSync(path, whole);
    expect(await texts(await local(home.world()), "openai")).toEqual({ api_key: "value" });
  }, 60_000);

  test("an older copy, none at all, another environment's and another writer's are refused", async () => {
    await put(await local(home.world()), "openai", { api_key: "old" });
    const path = await fileOf();
    const old = readFileSync(path);
    await put(await local(home.world()), "openai", { api_key: "new" });
    const fresh = readFileSync(path);
    const read = () => codes(async () => texts(await local(home.world()), "openai"));
    writeFileSync(path, old);
    expect(await read()).toEqual([["STORE_OLDER", 10]]);
    expect(await codes(async () => put(await local(home.world()), "openai", { api_key: "x" }))).toEqual([
      ["STORE_OLDER", 10],
    ]);
    rmSync(path);
    expect(await read()).toEqual([["STORE_OLDER", 10]]);
    await put(await local(home.world(), "staging"), "openai", { api_key: "s" });
    writeFileSync(path, readFileSync((await local(home.world(), "staging")).where));
    expect(await read()).toEqual([["STORE_TAMPERED", 10]]);
    const { age } = home.world();
    const key = {
      kind: "identity",
      text: new Secret(readFileSync(identity(), "utf8").trim().split("\n").at(-1) ?? ""),
    } as const;
    const forged = JSON.parse(await age.open(fresh.toString(), key));
    forged.entries["third-party/openai"].versions[0].fields.api_key = "forged";
    writeFileSync(path, await age.seal(JSON.stringify(forged), key));
    expect(await read()).toEqual([["STORE_TAMPERED", 10]]);
    writeFileSync(path, fresh);
    expect(await texts(await local(home.world()), "openai")).toEqual({ api_key: "new" });
  });

  test("a link, a second name, a pipe and a folder that others may write into are refused, and their targets stay", async () => {
    await put(await local(home.world()), "openai", { api_key: "value" });
    const path = await fileOf();
    const victim = home.put("victim", "mine");
    const both = async () => [
      ...(await codes(async () => texts(await local(home.world()), "openai"))),
      ...(await codes(async () => put(await local(home.world()), "openai", { api_key: "x" }))),
    ];
    const refused = [
      ["STORE_NOT_SAFE", 10],
      ["STORE_NOT_SAFE", 10],
    ];
    const whole = readFileSync(path);
    rmSync(path);
    symlinkSync(victim, path);
    expect(await both()).toEqual(refused);
    rmSync(path);
    linkSync(victim, path);
    expect(await both()).toEqual(refused);
    rmSync(path);
    execFileSync("mkfifo", [path]);
    expect(await both()).toEqual(refused);
    rmSync(path);
    expect(readFileSync(victim, "utf8")).toBe("mine");
    writeFileSync(path, whole, { mode: 0o600 });
    chmodSync(dirname(path), 0o777);
    expect(await both()).toEqual(refused);
  });
});
