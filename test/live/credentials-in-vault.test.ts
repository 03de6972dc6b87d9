import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const UP = ["up", "--mode", "live", "--without", "keycloak,lago,temporal,opa,redis,postgres"] as const;

/** Runs `avb secrets …` in the stack's checkout and slot. */
const secrets = (stack: LiveStack, ...args: readonly string[]) =>
  stack.home.run(["secrets", ...args], { AVB_SLOT: stack.slot });

/** Stores a new signing key; its text. */
async function setKey(stack: LiveStack, store: "local" | "vault"): Promise<string> {
  const text = randomBytes(48).toString("base64");
  stack.put("key.txt", text);
  expectDone(await secrets(stack, "set", "jwt", "--file", "key.txt", "--store", store));
  return text;
}

const keyIn = async (stack: LiveStack, store: "local" | "vault") =>
  expectDone(await secrets(stack, "get", "jwt", "--store", store, "--reveal")).stdout.trimEnd();

/** Everything that was written below the state folder but the stores themselves and the stack's own secrets. */
function stateTexts(stack: LiveStack): string {
  const state = stack.home.env.AVB_STATE_DIR ?? "";
  const names = readdirSync(state, { recursive: true, encoding: "utf8" });
  const texts = names.filter((name) => /(?:access-\d+\.ndjson|delivered\.json|journal\.ndjson)$/.test(name));
  expect(texts.length).toBeGreaterThanOrEqual(3);
  return texts.map((name) => readFileSync(join(state, name), "utf8")).join("");
}

needs(["engine", "vaultImage"], "credentials in the stack's own Vault", () => {
  test("'up' puts there what the local store holds, follows it, and leaves what others put there; 'down --volumes' warns of it", {
    timeout: 600_000,
  }, async () => {
    const stack = await liveStack();
    const first = await setKey(stack, "local");
    const up = expectDone(await stack.avb(...UP));
    expect(up.stderr).toContain("in Vault from local (dev): jwt");
    expect(up.stderr).toMatch(/no value yet in local \(dev\), so not in Vault: openai, anthropic, /);
    expect(await keyIn(stack, "vault")).toBe(first);
    expect(await stack.json("up")).toMatchObject({ plan: [] });

    // What avb put there follows the store.
    const second = await setKey(stack, "local");
    expect(expectDone(await stack.avb("up", "--plan")).stdout.trim()).toBe(
      "credentials: put the credentials of the store local (dev) into Vault (the store local has changed)",
    );
    expectDone(await stack.avb("up"));
    expect(await keyIn(stack, "vault")).toBe(second);

    // What somebody else put there stays.
    const theirs = await setKey(stack, "vault");
    const fourth = await setKey(stack, "local");
    expect(expectDone(await stack.avb("up")).stderr).toContain("left as Vault has it: jwt: Vault holds another value");
    expect(await keyIn(stack, "vault")).toBe(theirs);

    // Production's never come here, and nothing that avb wrote down has a value.
    const production = await secrets(stack, "get", "jwt", "--store", "vault", "--environment", "production");
    expect([production.status, production.stderr]).toEqual([15, expect.stringContaining("[CREDENTIAL_PRODUCTION]")]);
    const texts = stateTexts(stack);
    for (const value of [first, second, theirs, fourth]) expect(texts).not.toContain(value);

    const down = expectDone(await stack.avb("down", "--volumes", "--yes"));
    expect(down.stderr).toContain("Vault holds what the local store does not (dev): jwt; keep it: avb secrets copy");
    expect(down.stderr + up.stderr).not.toContain(theirs);
    expect(await stack.leftovers()).toEqual([]);

    // With its data the Vault is another one: what avb wrote to the last one is no reason to overwrite.
    const again = expectDone(await stack.avb(...UP));
    expect(again.stderr).toContain("in Vault from local (dev): jwt");
    expect(await keyIn(stack, "vault")).toBe(fourth);
    expect(expectDone(await stack.avb("down", "--volumes", "--yes")).stderr).not.toContain("Vault holds");
  });
});
