import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joseJwt } from "../../src/adapters/jwt.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { postForm, signInByPassword } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";
const SIGNED_MS = Date.parse("2026-11-22T08:00:00.900Z");
let sandbox: TestSandbox;
let jwks: string;
let token: string;
let real = SIGNED_MS;
beforeAll(async () => {
  sandbox = await startTestSandbox({ now: () => real });
  jwks = await (await fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).text();
  token = (await signInByPassword(sandbox)).body.access_token;
});
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

/** Whether a client that allows for no difference takes the token, its clock this many seconds off. */
const accepts = (seconds: number) =>
  joseJwt
    .verify(token, jwks, { issuer: sandbox.issuer, audience: BACKEND, atMs: SIGNED_MS + seconds * 1000 })
    .then(() => true)
    .catch((error: unknown) => String(Object(error).claim));

describe("a client's clock that differs from the server's", () => {
  test.each([0, -1, -15, -30])("%i s: the token is taken, since it is dated back", async (seconds) => {
    expect(await accepts(seconds)).toBe(true);
  });

  test.each([-31, -90, -3600])("%i s: the token is not valid yet", async (seconds) => {
    expect(await accepts(seconds)).toBe("nbf");
  });

  test("ahead of it the token lives as much shorter", async () => {
    expect([await accepts(299), await accepts(300)]).toEqual([true, "exp"]);
  });
});

test("a server whose clock is put back by seconds still knows its own tokens and sessions", async () => {
  const { body } = await signInByPassword(sandbox);
  real -= 20_000;
  const introspected = await postForm(sandbox, "token/introspect", { token: body.access_token }, { as: BACKEND });
  expect(introspected.body.active).toBe(true);
  const fields = { grant_type: "refresh_token", refresh_token: body.refresh_token };
  expect((await postForm(sandbox, "token", fields, { as: BACKEND })).status).toBe(200);
});
