import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeFiles } from "../../src/adapters/files.ts";
import { joseJwt, signJwt } from "../../src/adapters/jwt.ts";
import { openKeyRing } from "../../src/sandbox/keyring.ts";
import { forgedTokens, privateKeyIn } from "../support/forged-tokens.ts";
import { clientSecretOf, SHIPPED_IDENTITIES } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf, postForm, signInByPassword } from "../support/token-calls.ts";

const BACKEND = "agentvoicebox-backend";
const ADMIN = "admin@agentvoicebox.local";

describe("a token", () => {
  let sandbox: TestSandbox;
  let good: string;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
    good = (await signInByPassword(sandbox, ADMIN)).body.access_token;
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  const statusOf = async (url: string, token: string): Promise<number> =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;

  /** What everybody who is shown this token makes of it: the server at three places, and an application by the published keys. */
  async function judgements(token: string) {
    const jwks = await (await fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).text();
    const expected = { issuer: sandbox.issuer, audience: BACKEND };
    return {
      userinfo: await statusOf(`${sandbox.issuer}/protocol/openid-connect/userinfo`, token),
      admin: await statusOf(`${sandbox.baseUrl}/admin/realms/agentvoicebox/users`, token),
      active: (await postForm(sandbox, "token/introspect", { token }, { as: BACKEND })).body.active,
      application: await joseJwt.verify(token, jwks, expected).then(
        () => "accepts",
        () => "refuses",
      ),
    };
  }

  const WORTH = { userinfo: 200, admin: 200, active: true, application: "accepts" };
  const WORTHLESS = { userinfo: 401, admin: 401, active: false };

  test("that is good is good everywhere, which is what the others are compared with", async () => {
    expect(await judgements(good)).toEqual(WORTH);
  });

  test("that was forged is refused at userinfo and by the admin API, and inactive, whatever was done to it", async () => {
    const asked: string[] = [];
    const trap = createServer((req, res) => {
      asked.push(req.url ?? "");
      res.end("{}");
    }).listen(0, "127.0.0.1");
    await once(trap, "listening");
    const { port } = trap.address() as AddressInfo;
    const ownKey = privateKeyIn(await readFile(sandbox.launch.state.keys, "utf8"));
    const forged = forgedTokens({ good, ownKey, trap: `http://127.0.0.1:${port}/keys` });
    expect(forged.length).toBeGreaterThanOrEqual(30);
    for (const [what, token] of forged) expect(await judgements(token), what).toMatchObject(WORTHLESS);
    trap.close();
    expect(asked).toEqual([]);
  });

  test("of another checkout is worth nothing here, though it names the same issuer and person", async () => {
    const folder = await mkdtemp(join(tmpdir(), "avb-another-"));
    const { current } = await openKeyRing(join(folder, "keys.json"), nodeFiles, Date.now);
    await rm(folder, { recursive: true });
    const foreign = await signJwt(claimsOf(good), current);
    expect(await judgements(foreign)).toEqual({ ...WORTHLESS, application: "refuses" });
  });

  test("for another audience is refused by the application, and to its client it is not active", async () => {
    const backend = SHIPPED_IDENTITIES.clients.find(({ clientId }) => clientId === BACKEND);
    if (backend === undefined) throw new Error("the backend is missing");
    const own = { id: "stranger", clientId: "stranger", audiences: [], secret: clientSecretOf("stranger") };
    await sandbox.apply([{ do: "put", kind: "client", key: "stranger", value: { ...backend, ...own } }]);
    const answer = await postForm(sandbox, "token", { grant_type: "client_credentials" }, { as: "stranger" });
    const { active, application } = await judgements(answer.body.access_token);
    expect({ active, application }).toEqual({ active: false, application: "refuses" });
    const theirs = await postForm(sandbox, "token/introspect", { token: good }, { as: "stranger" });
    expect(theirs.body).toEqual({ active: false });
  });

  test("of the sandbox is refused where the application runs against a real Keycloak", async () => {
    const jwks = await (await fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).text();
    for (const issuer of [
      "http://localhost:65006/realms/agentvoicebox",
      "https://sso.example.com/realms/agentvoicebox",
    ])
      await expect(joseJwt.verify(good, jwks, { issuer, audience: BACKEND })).rejects.toThrow(/iss/);
    const { exp, iat } = claimsOf(good);
    expect(exp - iat).toBeLessThanOrEqual(3600);
  });
});
