import { createPublicKey } from "node:crypto";
import { stat } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joseJwt } from "../../src/adapters/jwt.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { headerOf, postForm, signInByPassword } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";

describe("the realm's keys", () => {
  let sandbox: TestSandbox;
  let clock = Date.now();
  beforeAll(async () => {
    sandbox = await startTestSandbox({ now: () => clock });
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  const later = async (ms: number, look: () => Promise<void>) => {
    clock += ms;
    await look().finally(() => {
      clock -= ms;
    });
  };
  const jwks = async () => (await fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).text();
  const publishedKids = async () =>
    (JSON.parse(await jwks()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  const expected = () => ({ issuer: sandbox.issuer, audience: BACKEND });
  const userinfoStatus = async (token: string) =>
    (
      await fetch(`${sandbox.issuer}/protocol/openid-connect/userinfo`, {
        headers: { authorization: `Bearer ${token}` },
      })
    ).status;

  test("no private part is ever published", async () => {
    const { keys } = JSON.parse(await jwks()) as { keys: object[] };
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  test("the key file is readable by its owner only", async () => {
    expect((await stat(sandbox.launch.state.keys)).mode & 0o777).toBe(0o600);
    expect((await stat(sandbox.launch.state.identities)).mode & 0o777).toBe(0o600);
  });

  test("GET /realms/{realm} gives the public key that Django verifies with", async () => {
    const { public_key: publicKey } = (await (await fetch(sandbox.issuer)).json()) as { public_key: string };
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    const [current] = (JSON.parse(await jwks()) as { keys: { n: string }[] }).keys;
    expect(key.export({ format: "jwk" }).n).toBe(current?.n);
  });

  test("a rotation signs with a new key and keeps old tokens valid until they have expired", async () => {
    const before = (await signInByPassword(sandbox)).body;
    const rotated = (await (await sandbox.control("rotate")).json()) as { kid: string; previous: string };
    expect(headerOf(before.access_token).kid).toBe(rotated.previous);
    expect(await publishedKids()).toEqual([rotated.kid, rotated.previous]);
    await joseJwt.verify(before.access_token, await jwks(), expected());
    expect(await userinfoStatus(before.access_token)).toBe(200);
    const refreshed = await postForm(
      sandbox,
      "token",
      { grant_type: "refresh_token", refresh_token: before.refresh_token },
      { as: BACKEND },
    );
    expect(headerOf(refreshed.body.access_token).kid).toBe(rotated.kid);
    await joseJwt.verify(refreshed.body.access_token, await jwks(), expected());
    await later(3_700_000, async () => expect(await publishedKids()).toEqual([rotated.kid]));
  });

  test("a restart keeps keys, identities and the validity of tokens ordered by a developer", async () => {
    const kids = await publishedKids();
    const held = await (await sandbox.control("identities")).text();
    const order = (await (await sandbox.control("tokens", { username: "demo@test.com" })).json()) as {
      access_token: string;
    };
    await sandbox.restart();
    expect(await publishedKids()).toEqual(kids);
    expect(await (await sandbox.control("identities")).text()).toBe(held);
    expect(await userinfoStatus(order.access_token)).toBe(200);
  });

  test("a refresh or ID token does not pass as an access token", async () => {
    const { refresh_token: refresh, id_token: id } = (await signInByPassword(sandbox)).body;
    expect(await userinfoStatus(refresh)).toBe(401);
    expect(await userinfoStatus(id)).toBe(401);
  });

  test("an expired token is refused", async () => {
    const { access_token: token } = (await signInByPassword(sandbox)).body;
    await later(301_000, async () => expect(await userinfoStatus(token)).toBe(401));
    expect(await userinfoStatus(token)).toBe(200);
  });
});
