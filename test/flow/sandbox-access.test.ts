import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";
import { postForm, signInByPassword } from "../support/token-calls.ts";

describe("who may read and who may steer", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterAll(async () => {
    await sandbox.close();
    expect(sandbox.failures).toEqual([]);
  });

  const preflight = (origin: string, path = "token") =>
    fetch(`${sandbox.issuer}/protocol/openid-connect/${path}`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });

  test("only registered origins may read answers", async () => {
    const own = await preflight("http://localhost:65027");
    expect(own.headers.get("access-control-allow-origin")).toBe("http://localhost:65027");
    for (const origin of [
      "http://localhost:65028",
      "http://localhost:65027.evil.example",
      "null",
      "https://localhost:65027",
    ])
      expect((await preflight(origin)).headers.has("access-control-allow-origin")).toBe(false);
    const fields = { grant_type: "password", client_id: "portal-frontend" };
    const stranger = await postForm(sandbox, "token", fields, { headers: { origin: "http://evil.example" } });
    expect(stranger.headers.has("access-control-allow-origin")).toBe(false);
    const known = await postForm(sandbox, "token", fields, { headers: { origin: "http://localhost:65027" } });
    expect(known.headers.get("access-control-allow-origin")).toBe("http://localhost:65027");
  });

  test("an origin of one client does not read the answers of another", async () => {
    const portal = SHIPPED_IDENTITIES.clients.find(({ clientId }) => clientId === "portal-frontend");
    if (portal === undefined) throw new Error("the portal is missing");
    const value = { ...portal, id: "other", clientId: "other", webOrigins: ["http://localhost:4000"] };
    await sandbox.apply([{ do: "put", kind: "client", key: "other", value }]);
    const fields = { grant_type: "password", client_id: "portal-frontend" };
    const answer = await postForm(sandbox, "token", fields, { headers: { origin: "http://localhost:4000" } });
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
  });

  test("control routes want the admin token, whatever else is sent", async () => {
    const { access_token } = (await signInByPassword(sandbox, "admin@agentvoicebox.local")).body;
    for (const authorization of [
      "",
      "Bearer ",
      "Bearer wrong",
      `Bearer ${access_token}`,
      `Basic ${sandbox.launch.adminToken}`,
    ])
      for (const path of ["identities", "tokens", "keys/rotate", "stop", "identities/changes"]) {
        const method = path === "identities" ? "GET" : "POST";
        const { status } = await fetch(`${sandbox.baseUrl}/_avb/${path}`, { method, headers: { authorization } });
        expect(status).toBe(401);
      }
    expect((await sandbox.control("health")).status).toBe(200);
  });

  test("changes are applied all or none, and what is wrong with them is said", async () => {
    const before = await (await sandbox.control("identities")).text();
    const role = { do: "put", kind: "role", key: "new", value: { id: "r-new", name: "new", description: "" } };
    const bad: readonly (readonly [unknown, number, string])[] = [
      [[role, { do: "put", kind: "planet", key: "x", value: {} }], 400, "changes[1]: kind must be"],
      [[role, { do: "put", kind: "role", key: "x", value: { name: 7 } }], 400, "changes[1]: role.id must be"],
      [[role, { do: "explode", kind: "role", key: "x" }], 400, "changes[1]: do must be put or remove"],
      [[role, { ...role, key: "twin", value: { ...role.value, name: "twin" } }], 409, "two roles have the id 'r-new'"],
      ["all", 400, "a list 'changes'"],
    ];
    for (const [changes, status, says] of bad) {
      const answer = await sandbox.control("changes", { changes });
      expect(answer.status).toBe(status);
      expect(await answer.text()).toContain(says);
    }
    expect(await (await sandbox.control("identities")).text()).toBe(before);
  });

  test("the identities are told with fingerprints in place of secrets", async () => {
    const text = await (await sandbox.control("identities")).text();
    expect(JSON.parse(text)).toMatchObject({
      document: { ...SHIPPED_IDENTITIES, clients: expect.arrayContaining([...SHIPPED_IDENTITIES.clients]) },
      fingerprints: { "identity/demo@test.com": expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    for (const secret of ["pw-demo", "cs-agentvoicebox"]) expect(text).not.toContain(secret);
  });
});
