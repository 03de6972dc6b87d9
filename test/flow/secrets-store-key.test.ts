import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import { local, put, texts } from "../support/credential-store.ts";
import { needs } from "../support/needs.ts";
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

describe("the key", () => {
  test("another one, none, one that others can read, and one beside the store are refused with 10", async () => {
    await put(await local(home.world()), "openai", { api_key: "value" });
    const own = readFileSync(identity(), "utf8");
    const read = () => codes(async () => texts(await local(home.world()), "openai"));
    rmSync(identity());
    expect(await read()).toEqual([["KEY_MISSING", 10]]);
    writeFileSync(identity(), `${(await home.world().age.makeIdentity()).reveal()}\n`, { mode: 0o600 });
    expect(await read()).toEqual([["KEY_WRONG", 10]]);
    writeFileSync(identity(), "not a key\n");
    expect(await read()).toEqual([["KEY_FORM", 10]]);
    writeFileSync(identity(), own);
    chmodSync(identity(), 0o644);
    expect(await read()).toEqual([["KEY_EXPOSED", 10]]);
    chmodSync(identity(), 0o600);
    expect(await texts(await local(home.world()), "openai")).toEqual({ api_key: "value" });
    const beside = join(dirname(await fileOf()), "identity.txt");
    writeFileSync(beside, own, { mode: 0o600 });
    const env = { AVB_STATE_DIR: home.state, AVB_IDENTITY_FILE: beside };
    expect(await codes(async () => texts(await local(home.world({ env })), "openai"))).toEqual([["KEY_PLACE", 10]]);
  });

  test("AVB_IDENTITY_FILE names one, and one that is not there is not made", async () => {
    const path = join(dirname(home.root), "keys/mine.txt");
    const env = { AVB_STATE_DIR: home.state, AVB_IDENTITY_FILE: path };
    expect(await codes(async () => put(await local(home.world({ env })), "openai", { api_key: "v" }))).toEqual([
      ["KEY_MISSING", 10],
    ]);
    expect(existsSync(path)).toBe(false);
    mkdirSync(dirname(path));
    writeFileSync(path, `${(await home.world().age.makeIdentity()).reveal()}\n`, { mode: 0o600 });
    await put(await local(home.world({ env })), "openai", { api_key: "v" });
    expect(await texts(await local(home.world({ env })), "openai")).toEqual({ api_key: "v" });
    expect(existsSync(identity())).toBe(false);
  });

  test("a passphrase opens a store that was made with one; a wrong one and none at all end with 10", async () => {
    const said = (text: string) => ({ ask: async () => new Secret(text) });
    await put(await local(home.world(), "dev", { ...said("correct horse"), withPassphrase: true }), "openai", {
      api_key: "v",
    });
    expect(existsSync(identity())).toBe(false);
    expect(await texts(await local(home.world(), "dev", said("correct horse")), "openai")).toEqual({ api_key: "v" });
    expect(await codes(async () => texts(await local(home.world(), "dev", said("wrong")), "openai"))).toEqual([
      ["KEY_WRONG", 10],
    ]);
    expect(await codes(async () => texts(await local(home.world()), "openai"))).toEqual([["PASSPHRASE_NEEDED", 10]]);
  }, 60_000);
});

needs(["age"], "Debian's age", () => {
  test("opens what avb sealed, and avb opens what it sealed", async () => {
    await put(await local(home.world()), "openai", { api_key: "crosses over" });
    const plain = execFileSync("age", ["--decrypt", "--identity", identity(), await fileOf()], { encoding: "utf8" });
    expect(JSON.parse(plain).entries["third-party/openai"].versions[0].fields).toEqual({ api_key: "crosses over" });
    const text = readFileSync(identity(), "utf8");
    const recipient = /public key: (age1\w+)/.exec(text)?.[1] ?? "";
    const key = { kind: "identity", text: new Secret(text.trim().split("\n").at(-1) ?? "") } as const;
    const sealed = execFileSync("age", ["--encrypt", "--armor", "--recipient", recipient], {
      input: "and back ü",
      encoding: "utf8",
    });
    expect(await home.world().age.open(sealed, key)).toBe("and back ü");
  });
});
