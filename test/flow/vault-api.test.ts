import { describe, expect, it } from "vitest";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import type { HttpAnswer } from "../../src/domain/world.ts";
import { vaultApi } from "../../src/services/vault/api.ts";
import { fakeWorld } from "../support/fake-world.ts";

const URL = "http://127.0.0.1:65003";
const json = (status: number, value: unknown): HttpAnswer => ({ status, headers: {}, body: JSON.stringify(value) });
const WELL = json(200, { data: { keys: ["a"] } });

/** A Vault that gives these answers one after the other, the last one again and again. */
function vaultThatSays(...answers: readonly (HttpAnswer | undefined)[]) {
  const world = fakeWorld();
  let at = 0;
  world.servers.set(URL, () => answers[Math.min(at++, answers.length - 1)]);
  return { world, api: vaultApi({ world, url: URL, token: "s.root" }) };
}

const FAULTS: readonly (readonly [name: string, answer: HttpAnswer | undefined, says: RegExp])[] = [
  ["no answer", undefined, /it does not answer \(ECONNREFUSED\): it is stopped, or being restarted/],
  ["503", json(503, { errors: ["local node not active"] }), /it answered 503: local node not active/],
  ["nothing in its answer", { status: 200, headers: {}, body: "" }, /it answered 200 without a word/],
  ["HTML", { status: 200, headers: {}, body: "<html>gateway</html>" }, /no JSON, so something else than Vault answers/],
  ["an answer that was cut", { status: 200, headers: {}, body: '{"data":{"ke' }, /no JSON/],
  ["429", json(429, { errors: ["request path has exceeded its quota"] }), /it answered 429/],
];

describe("a question to a Vault that gives", () => {
  it.each(FAULTS)("%s once is asked again", async (_name, answer) => {
    const { world, api } = vaultThatSays(answer, WELL);
    expect(await api.list("transit/keys")).toEqual(["a"]);
    expect(world.requests).toHaveLength(2);
  });

  it.each(FAULTS)("%s always is given up after four times, and says so", async (_name, answer, says) => {
    const { world, api } = vaultThatSays(answer);
    await expect(api.list("transit/keys")).rejects.toThrow(says);
    expect(world.requests).toHaveLength(4);
  });
});

describe("what asking again does not change is asked once", () => {
  it.each([
    [
      "a revoked token",
      json(403, { errors: ["2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"] }),
      /does not know the token that it was asked with/,
    ],
    [
      "a missing capability",
      json(403, { errors: ["1 error occurred:\n\t* permission denied\n\n"] }),
      /no capability 'list' on transit\/keys/,
    ],
    [
      "a wrong request",
      json(400, { errors: ["1 error occurred:\n\t* unknown key type\n\n"] }),
      /it answered 400: unknown key type$/,
    ],
  ])("%s", async (_name, answer, says) => {
    const { world, api } = vaultThatSays(answer);
    await expect(api.list("transit/keys")).rejects.toThrow(says);
    expect(world.requests).toHaveLength(1);
  });
});

it.each([
  ["sealed", json(200, { initialized: true, sealed: true }), /Vault is sealed, as it is after each start/],
  ["without its data", json(200, { initialized: false, sealed: true }), /Vault is empty, since it was started without/],
])("a Vault that is closed is asked whether it is %s", async (_name, status, says) => {
  const { world, api } = vaultThatSays(json(503, { errors: ["Vault is sealed"] }), status);
  await expect(api.list("transit/keys")).rejects.toThrow(says);
  expect(world.requests.map(({ url }) => url.pathname)).toEqual(["/v1/transit/keys", "/v1/sys/seal-status"]);
});

it("a write is never repeated by itself, and its refusal says whether it may pass", async () => {
  const { world, api } = vaultThatSays(json(500, { errors: ["storage"] }));
  const refusal = await api.write("transit/keys/a", {}).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ServiceRefusal);
  expect(refusal).toMatchObject({ status: 500, passes: true });
  expect(world.requests).toHaveLength(1);
});

it("nothing there is nothing, and a deleted secret is told from one that never was", async () => {
  const gone = json(404, { data: { data: null, metadata: { version: 3 } } });
  expect(await vaultThatSays(json(404, { errors: [] })).api.read("secret/data/a")).toBeUndefined();
  expect(await vaultThatSays(gone).api.read("secret/data/a")).toEqual({ data: null, metadata: { version: 3 } });
});

it("the token goes in a header alone", async () => {
  const { world, api } = vaultThatSays(WELL);
  await api.list("transit/keys");
  const [request] = world.requests;
  expect(request?.headers["X-Vault-Token"]).toBe("s.root");
  expect(`${request?.url}${request?.body}`).not.toContain("s.root");
});
