import { format, inspect } from "node:util";
import { expect, it } from "vitest";
import { Secret } from "../../src/domain/secret.ts";

const CANARY = "canary-4f1c";
const secret = new Secret(CANARY);

it.each([
  ["a template", () => `${secret}`],
  ["concatenation", () => `${["", secret].join("x")}`],
  ["String()", () => String(secret)],
  ["JSON", () => JSON.stringify({ secret, list: [secret] })],
  ["inspect", () => inspect({ secret }, { depth: 9, showHidden: true, getters: true })],
  ["format", () => format("%s %o %j %O", secret, secret, secret, secret)],
  ["an error's message", () => inspect(new Error(`failed with ${secret}`, { cause: secret }))],
  ["a spread", () => JSON.stringify({ ...secret })],
  ["its own keys", () => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)])],
  ["a structured clone", () => inspect(structuredClone({ ...secret }))],
  ["an error's stack", () => new Error(String(secret)).stack ?? ""],
])("a secret does not appear through %s", (_way, print) => {
  expect(print()).not.toContain(CANARY);
});

it("a secret is given only by reveal", () => {
  expect(secret.reveal()).toBe(CANARY);
  expect(Number(secret)).toBeNaN();
});
