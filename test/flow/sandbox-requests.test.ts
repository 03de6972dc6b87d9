import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RequestEntry, readRequest } from "../../src/domain/request-log.ts";
import { clientSecretOf, passwordOf } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

/** The log's entry for the path that contains this; the line is written once the answer is out. */
const entryOf = (part: string): Promise<RequestEntry> =>
  vi.waitFor(() => {
    const found = sandbox.log.map(readRequest).find((entry) => entry?.path.includes(part));
    if (found === undefined) throw new Error(`no entry for ${part}`);
    return found;
  });

const tokenFor = async (fields: Record<string, string>) => {
  const url = `${sandbox.issuer}/protocol/openid-connect/token`;
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  return (await answer.json()) as { access_token: string };
};

test("a request is one line: when, how, where, what came of it, how long, who", async () => {
  const username = "demo@test.com";
  const credentials = { grant_type: "password", username, password: passwordOf(username) };
  await tokenFor({ ...credentials, client_id: "portal-frontend" });
  expect(await entryOf("/token")).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    on: "identity",
    method: "POST",
    path: "/realms/agentvoicebox/protocol/openid-connect/token",
    status: 200,
    ms: expect.any(Number),
    user: username,
  });
});

test("a bearer's name stands at what was asked with it, and not at what was refused", async () => {
  const client = { client_id: "agentvoicebox-backend", client_secret: clientSecretOf("agentvoicebox-backend") };
  const { access_token: token } = await tokenFor({ grant_type: "client_credentials", ...client });
  const users = `${sandbox.baseUrl}/admin/realms/agentvoicebox/users`;
  await fetch(`${users}/count`, { headers: { authorization: `Bearer ${token}` } });
  await fetch(`${users}/nobody`, { headers: { authorization: `Bearer ${token}x` } });
  expect((await entryOf("/users/count")).user).toBe("service-account-agentvoicebox-backend");
  expect(await entryOf("/users/nobody")).not.toHaveProperty("user");
});

test("refusals and the billing port are logged too, the health that avb asks for is not", async () => {
  await fetch(`http://localhost:${sandbox.launch.billingPort}/api/v1/nothing`);
  expect(await entryOf("/api/v1/nothing")).toMatchObject({ on: "billing", status: 401 });
  await sandbox.control("health");
  await fetch(`${sandbox.baseUrl}/no/such/page`);
  expect(await entryOf("/no/such/page")).toMatchObject({ on: "identity", status: 404 });
  expect(sandbox.log.join()).not.toContain("/_avb/health");
});

test("no secret comes into the log, wherever a request carries it", async () => {
  const secret = clientSecretOf("agentvoicebox-backend");
  const password = passwordOf("demo@test.com");
  const { access_token: token } = await tokenFor({
    ...{ grant_type: "client_credentials", client_id: "agentvoicebox-backend", client_secret: secret },
  });
  const canaries = [secret, password, token, sandbox.launch.adminToken, sandbox.launch.billingKey];
  for (const [at, canary] of canaries.entries()) {
    const encoded = encodeURIComponent(canary);
    await fetch(
      `${sandbox.baseUrl}/canary-${at}/${encoded}/${Buffer.from(canary).toString("base64")}?code=${encoded}`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${canary}`, cookie: `a=${encoded}`, "x-canary": encoded },
        body: canary,
      },
    );
    await entryOf(`/canary-${at}/[redacted]`);
  }
  const log = sandbox.log.join("\n");
  for (const canary of canaries) {
    expect(log).not.toContain(canary);
    expect(log).not.toContain(Buffer.from(canary).toString("base64"));
  }
});
