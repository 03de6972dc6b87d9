import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accessLines } from "../../src/flows/secrets/access-log.ts";
import { check } from "../../src/flows/secrets/check.ts";
import { copy } from "../../src/flows/secrets/copy.ts";
import { diffStores } from "../../src/flows/secrets/diff.ts";
import { exportValues } from "../../src/flows/secrets/export-values.ts";
import { getCredential, historyOf } from "../../src/flows/secrets/get.ts";
import { removeCredential } from "../../src/flows/secrets/remove.ts";
import { rotation } from "../../src/flows/secrets/rotation.ts";
import { status } from "../../src/flows/secrets/status.ts";
import { goodFor } from "../support/credential-samples.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const CANARY = goodFor("openai-key");
const world = () => home.world({ env: { AVB_STATE_DIR: home.state, USER: "me", OPENAI_API_KEY: CANARY } });
const secrets = () => secretsOf(world());
const told = async () =>
  (await accessLines((await secrets()).tools)).map(({ verb, store, id, fields, outcome }) =>
    [verb, store, id, fields.join(","), outcome].join(" ").replace("  ", " "),
  );
const folder = () => join(home.state, "credentials", readdirSync(join(home.state, "credentials"))[0] ?? "");
const files = () =>
  readdirSync(folder())
    .filter((name) => name.startsWith("access-"))
    .map((name) => join(folder(), name));

describe("the access log", () => {
  test("has a line for whatever is read, changed or refused, with who, when and by which command", async () => {
    await set(await secrets(), "openai", CANARY);
    await getCredential(await secrets(), { id: "openai", store: "local", reveal: true });
    await historyOf(await secrets(), { id: "openai", store: "local" });
    await removeCredential(await secrets(), { id: "openai", store: "local", undo: false });
    await removeCredential(await secrets(), { id: "openai", store: "local", undo: true });
    expect(await told()).toEqual([
      "write local openai api_key written",
      "read local openai api_key present",
      "read local openai api_key present",
      "history local openai api_key 1 versions",
      "remove local openai removed",
      "restore local openai restored",
    ]);
    const [line] = await accessLines((await secrets()).tools);
    const { at = "", ...rest } = line ?? {};
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    expect(rest).toMatchObject({ who: `me (${process.getuid?.()})`, command: "avb secrets test", environment: "dev" });
    expect(files().map((path) => statSync(path).mode & 0o777)).toEqual([0o600]);
  });

  test("has a store's refusal by its code, and what is not there is no access", async () => {
    await expect(getCredential(await secrets(), { id: "jwt", store: "env", reveal: false })).rejects.toThrow("jwt");
    expect(await told()).toEqual([]);
    await set(await secrets(), "openai", CANARY);
    const store = readdirSync(folder()).find((name) => name.endsWith(".age")) ?? "";
    writeFileSync(join(folder(), store), "cut");
    await errorsOf(async () => getCredential(await secrets(), { id: "openai", store: "local", reveal: false }));
    expect((await told()).at(-1)).toBe("read local openai STORE_TAMPERED");
  });

  test("never has a value, whatever the command", async () => {
    await set(await secrets(), "openai", CANARY);
    const all = await secrets();
    await copy(all, { from: "env", to: "local", ids: [], plan: false });
    await diffStores(all, { from: "env", to: "local", ids: [] });
    await status(all, {});
    await check(all, { ids: [], store: "env" });
    await rotation(all, "local");
    await exportValues(all, { ids: [], store: "env", format: "dotenv" });
    await getCredential(all, { id: "openai", store: "local", reveal: true });
    const text = files()
      .map((path) => readFileSync(path, "utf8"))
      .join("");
    expect(text.split("\n").length).toBeGreaterThan(8);
    for (const part of [CANARY, CANARY.slice(0, 24), CANARY.slice(-24)]) expect(text).not.toContain(part);
  });

  test("is bounded: a full file is followed by another one, and the oldest goes", async () => {
    await set(await secrets(), "openai", CANARY);
    for (let round = 0; round < 6; round++) {
      const newest = files().at(-1) ?? "";
      const full = readFileSync(newest, "utf8").split("\n")[0] ?? "";
      writeFileSync(newest, `${`${full}\n`.repeat(Math.ceil((256 * 1024) / full.length))}{"cut`);
      await getCredential(await secrets(), { id: "openai", store: "local", reveal: false });
    }
    expect(files().map((path) => path.slice(-13))).toEqual([4, 5, 6, 7].map((number) => `00000${number}.ndjson`));
    expect((await told()).at(-1)).toBe("read local openai api_key present");
  });

  test("loses no line of writers at the same time", async () => {
    await set(await secrets(), "openai", CANARY);
    const reads = Array.from({ length: 40 }, async () =>
      getCredential(await secrets(), { id: "openai", store: "env", reveal: false }),
    );
    await Promise.all(reads);
    expect((await told()).filter((line) => line.startsWith("read env"))).toHaveLength(40);
  });

  test("that is a link or has a second name stops the access before a value is read", async () => {
    await set(await secrets(), "openai", CANARY);
    const [path = ""] = files();
    linkSync(path, join(home.root, "second"));
    const read = async () => getCredential(await secrets(), { id: "openai", store: "local", reveal: true });
    expect((await errorsOf(read)).map(({ code }) => code)).toEqual(["STORE_NOT_SAFE"]);
    mkdirSync(join(home.root, "elsewhere"));
    const { root, state } = home;
    symlinkSync(join(root, "elsewhere", "log"), path.replace("000001", "000002"));
    expect((await errorsOf(read)).map(({ code }) => code)).toEqual(["STORE_NOT_SAFE"]);
    expect(readdirSync(join(root, "elsewhere"))).toEqual([]);
    expect(state).not.toBe("");
  });
});
