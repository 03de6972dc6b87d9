import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientSecretOf } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { basicAuth, claimsOf, headerOf } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";
const SECRET = clientSecretOf(BACKEND);
const GRANT = { grant_type: "client_credentials" };
const SHOWN = { client_id: BACKEND, client_secret: SECRET };
const AS_BACKEND = { authorization: basicAuth(BACKEND, SECRET) };

/** A field that nobody knows: a request with it is left to the provider. */
const UNKNOWN = "&of_no_meaning=1";

/** What is asked, as fields (a list where one is sent twice) and headers. */
const REQUESTS: Readonly<Record<string, readonly [fields: object, headers?: Readonly<Record<string, string>>]>> = {
  "a secret in the form": [{ ...GRANT, ...SHOWN }],
  "a secret in the header": [GRANT, AS_BACKEND],
  "a header in small letters": [GRANT, { authorization: AS_BACKEND.authorization.replace("Basic", "basic") }],
  "scopes that it names": [{ ...GRANT, ...SHOWN, scope: "openid roles offline_access" }],
  "an empty scope": [{ ...GRANT, ...SHOWN, scope: "" }],
  "a scope that nobody has": [{ ...GRANT, ...SHOWN, scope: "root" }],
  "a wrong secret": [{ ...GRANT, ...SHOWN, client_secret: "x" }],
  "a secret in both places": [{ ...GRANT, ...SHOWN }, AS_BACKEND],
  "the client's name in both places": [{ ...GRANT, client_id: BACKEND }, AS_BACKEND],
  "a header for one client and the name of another": [{ ...GRANT, client_id: "portal-frontend" }, AS_BACKEND],
  "a client that nobody knows": [{ ...GRANT, client_id: "nobody", client_secret: "x" }],
  "a public client": [{ ...GRANT, client_id: "portal-frontend", client_secret: "x" }],
  "a grant that is sent twice": [{ grant_type: [GRANT.grant_type, GRANT.grant_type], ...SHOWN }],
  "a secret that is sent twice": [{ ...GRANT, client_id: BACKEND, client_secret: [SECRET, SECRET] }],
  "a page of another origin": [{ ...GRANT, ...SHOWN }, { origin: "http://elsewhere.example" }],
  "a page of the client's own": [{ ...GRANT, ...SHOWN }, { origin: "http://localhost:65027" }],
};

const encoded = (fields: object): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  ).toString();

/** An answer without what differs from one token to the next. */
async function told(answer: Response) {
  const { date: _date, "content-length": _length, ...headers } = Object.fromEntries(answer.headers);
  const { access_token: token, ...body } = (await answer.json()) as Readonly<Record<string, unknown>>;
  if (typeof token !== "string") return { status: answer.status, headers, body };
  const { iat: _iat, nbf: _nbf, exp: _exp, jti, ...claims } = claimsOf(token);
  expect(jti).toMatch(/^[\w-]{36}$/);
  return { status: answer.status, headers, body, claims, signed: headerOf(token) };
}

describe("a token for a service", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  const ask = async (body: string, headers: Readonly<Record<string, string>>) =>
    told(
      await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body,
      }),
    );

  test.each(Object.entries(REQUESTS))(
    "with %s is answered as the provider answers it",
    async (_name, [fields, headers]) => {
      const form = encoded(fields);
      const quick = await ask(form, headers ?? {});
      expect(quick).toEqual(await ask(form + UNKNOWN, headers ?? {}));
    },
  );

  test("is signed anew each time", async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(async () => {
        const answer = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
          method: "POST",
          body: new URLSearchParams({ ...GRANT, ...SHOWN }),
        });
        return (await answer.json()) as { readonly access_token: string };
      }),
    );
    expect(claimsOf(one?.access_token ?? "").jti).not.toBe(claimsOf(other?.access_token ?? "").jti);
  });

  test("names its account in the log", async () => {
    await ask(encoded({ ...GRANT, ...SHOWN }), {});
    await expect.poll(() => sandbox.log.at(-1)).toContain(`service-account-${BACKEND}`);
  });
});
