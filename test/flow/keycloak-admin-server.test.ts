import { afterAll, beforeAll, expect, test } from "vitest";
import { passwordOf } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { claimsOf, postForm, signInByPassword } from "../support/token-calls.ts";

let sandbox: TestSandbox;
let service = "";

beforeAll(async () => {
  sandbox = await startTestSandbox();
  service = await serviceToken("agentvoicebox-backend");
});
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

async function serviceToken(as: string): Promise<string> {
  const { body } = await postForm(sandbox, "token", { grant_type: "client_credentials" }, { as });
  return body.access_token;
}

async function ask(
  method: string,
  path: string,
  options: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
) {
  const { body, token = service, headers } = options;
  const answer = await fetch(`${sandbox.baseUrl}/admin/realms${path}`, {
    method,
    headers: {
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
      "content-type": "application/json",
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === "" ? undefined : (JSON.parse(text) as unknown),
  };
}

test.each(["agentvoicebox-backend", "agentvoicebox-api"])(
  "the service account of %s manages users from birth to end",
  async (client) => {
    const token = await serviceToken(client);
    const username = `fresh@${client}.test`;
    const value = passwordOf(username);
    const made = await ask("POST", "/agentvoicebox/users", {
      token,
      body: {
        username,
        email: username,
        enabled: true,
        groups: ["/acme-voice"],
        credentials: [{ type: "password", value }],
      },
    });
    expect(made).toMatchObject({ status: 201, body: undefined });
    const address = made.headers.get("location")?.replace(`${sandbox.baseUrl}/admin/realms`, "") ?? "";
    expect(await ask("POST", "/agentvoicebox/users", { token, body: { username } })).toMatchObject({
      status: 409,
      body: { errorMessage: "User exists with same username" },
    });

    const login = await signInByPassword(sandbox, username);
    expect(claimsOf(login.body.access_token)).toMatchObject({
      sub: address.split("/").at(-1),
      tenant_id: "00000000-0000-0000-0000-000000000001",
      groups: ["/acme-voice"],
    });

    expect((await ask("PUT", `${address}/reset-password`, { token, body: { value: "a second one" } })).status).toBe(
      204,
    );
    expect((await signInByPassword(sandbox, username)).status).toBe(400);
    expect((await ask("DELETE", address, { token })).status).toBe(204);
    expect(await ask("GET", address, { token })).toMatchObject({ status: 404, body: { error: "User not found" } });
  },
);

test("a role that a service account grants is in the next token of its user", async () => {
  const found = await ask("GET", "/agentvoicebox/users?username=viewer%40agentvoicebox.local&exact=true");
  const [viewer] = found.body as { id: string }[];
  const { body: role } = await ask("GET", "/agentvoicebox/roles/billing_admin");
  const at = `/agentvoicebox/users/${viewer?.id}/role-mappings/realm`;
  expect((await ask("POST", at, { body: [role] })).status).toBe(204);
  const login = await signInByPassword(sandbox, "viewer@agentvoicebox.local");
  expect(claimsOf(login.body.access_token).realm_access.roles).toEqual(
    expect.arrayContaining(["viewer", "billing_admin"]),
  );
});

test("a person with the role admin may call too", async () => {
  const token = (await signInByPassword(sandbox, "admin@agentvoicebox.local")).body.access_token;
  expect(await ask("GET", "/agentvoicebox/users/count", { token })).toMatchObject({
    status: 200,
    body: expect.any(Number),
  });
});

test("what was changed here survives a restart of the server", async () => {
  const made = await ask("POST", "/agentvoicebox/groups", { body: { name: "night-shift" } });
  expect(made.status).toBe(201);
  await sandbox.restart();
  service = await serviceToken("agentvoicebox-backend");
  expect((await ask("GET", "/agentvoicebox/group-by-path/night-shift")).status).toBe(200);
});

test("a person without the right is 403, a stranger's or no token 401, an unknown realm 404", async () => {
  const viewer = (await signInByPassword(sandbox, "viewer@agentvoicebox.local")).body.access_token;
  expect(await ask("GET", "/agentvoicebox/users", { token: viewer })).toMatchObject({
    status: 403,
    body: { error: "HTTP 403 Forbidden" },
  });
  const [head, payload, signature = ""] = service.split(".");
  for (const token of ["", "rubbish", `${head}.${payload}.`, `${head}.${payload}.${[...signature].reverse().join("")}`])
    expect(await ask("GET", "/agentvoicebox/users", { token })).toMatchObject({
      status: 401,
      body: { error: "HTTP 401 Unauthorized" },
    });
  expect(await ask("GET", "/nope/users")).toMatchObject({ status: 404, body: { error: "Realm not found." } });
});

test("a revoked token is 401", async () => {
  const token = await serviceToken("agentvoicebox-api");
  await postForm(sandbox, "revoke", { token }, { as: "agentvoicebox-api" });
  expect((await ask("GET", "/agentvoicebox/users", { token })).status).toBe(401);
});

test("a body that is too large, or no JSON, is refused and changes nothing", async () => {
  const before = (await ask("GET", "/agentvoicebox/users/count")).body;
  expect((await ask("POST", "/agentvoicebox/users", { body: `{"username":"${"x".repeat(1_100_000)}"}` })).status).toBe(
    413,
  );
  expect((await ask("POST", "/agentvoicebox/users", { body: '{"username":"half' })).status).toBe(400);
  expect((await ask("GET", "/agentvoicebox/users/count")).body).toBe(before);
});

test("a count is JSON, and a registered origin may read it from a browser", async () => {
  const { headers, body } = await ask("GET", "/agentvoicebox/users/count", {
    headers: { origin: "http://localhost:65027" },
  });
  expect(body).toBe(8);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("access-control-allow-origin")).toBe("http://localhost:65027");
});
