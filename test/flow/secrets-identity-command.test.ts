import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { local, put, texts } from "../support/credential-store.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const identity = () => join(dirname(home.root), ".config/avb/identity.txt");
const worldWith = (command: string) =>
  home.world({ env: { AVB_STATE_DIR: home.state, PATH: process.env.PATH, AVB_IDENTITY_COMMAND: command } });

/** A store that was sealed to the identity in its file; the file is then only where this path is. */
async function sealed(): Promise<string> {
  await put(await local(home.world()), "openai", { api_key: "v" });
  const elsewhere = join(dirname(home.root), "keychain.txt");
  writeFileSync(elsewhere, readFileSync(identity()));
  rmSync(identity());
  return elsewhere;
}

test("a program that prints the identity opens the store, and no file is made", async () => {
  const path = await sealed();
  expect(await texts(await local(worldWith(`cat ${path}`)), "openai")).toEqual({ api_key: "v" });
  await put(await local(worldWith(`  cat   ${path} `)), "openai", { api_key: "w" });
  expect(await texts(await local(worldWith(`cat ${path}`)), "openai")).toEqual({ api_key: "w" });
  expect(existsSync(identity())).toBe(false);
});

test.each([
  ["false", "KEY_COMMAND", /false, which ended with 1/],
  ["no-such-program-of-anybodys", "KEY_COMMAND", /could not be run/],
  ["echo secret-text", "KEY_FORM", /AVB_IDENTITY_COMMAND holds no age identity/],
])("a command like '%s' ends with 10, and nothing of what it printed is told", async (command, code, says) => {
  await sealed();
  const [error] = await errorsOf(async () => texts(await local(worldWith(command)), "openai"));
  expect([error?.code, error?.exitCode, error?.message]).toEqual([code, 10, expect.stringMatching(says)]);
  expect(JSON.stringify(error)).not.toContain("secret-text");
});
