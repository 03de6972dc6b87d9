import { describe, expect, test } from "vitest";
import { addQuin, adminBench } from "../support/admin-api.ts";

describe("a new user", () => {
  test("is kept with names in lower case, its group, its attributes and its password", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    const { body } = await bench.call("GET", `users/${id}`);
    expect(body).toEqual({
      id,
      username: "qq1",
      email: "q1@ex.test",
      firstName: "Quin",
      lastName: "Two Words",
      emailVerified: false,
      enabled: true,
      attributes: { tenant_id: ["00000000-0000-0000-0000-000000000001"] },
      totp: false,
      disableableCredentialTypes: [],
      requiredActions: [],
      notBefore: 0,
      access: {
        manageGroupMembership: true,
        resetPassword: true,
        view: true,
        mapRoles: true,
        impersonate: false,
        manage: true,
      },
    });
    expect(bench.store.findUser({ id })?.groups).toEqual(["/acme-voice"]);
    expect(bench.store.checkPassword(bench.store.findUser({ id }), "made up here")).toBe(true);
  });

  test("is answered with 201 and an address", async () => {
    const { status, headers } = await adminBench().call("POST", "users", { username: "fresh" });
    expect(status).toBe(201);
    expect(headers?.location).toMatch(/^http:\/\/localhost:8080\/admin\/realms\/agentvoicebox\/users\/[0-9a-f-]{36}$/);
  });

  test("is disabled unless the body says otherwise, as in Keycloak", async () => {
    const bench = adminBench();
    await bench.call("POST", "users", { username: "quiet" });
    expect(bench.store.findUser({ username: "quiet" })?.enabled).toBe(false);
  });

  test.each([
    [{ username: "USER@agentvoicebox.local" }, 409, { errorMessage: "User exists with same username" }],
    [{ username: "other", email: "User@AgentVoiceBox.local" }, 409, { errorMessage: "User exists with same email" }],
    [{}, 400, { errorMessage: "User name is missing" }],
    [{ username: "" }, 400, { errorMessage: "User name is missing" }],
    ["{bad", 400, { error: "invalid_request", error_description: "Cannot parse the JSON" }],
    [[], 400, { error: "unknown_error", error_description: "Cannot parse the JSON" }],
    [{ username: "a", enabled: "yes" }, 400, { error: "unknown_error", error_description: "Cannot parse the JSON" }],
    [
      { username: "a b" },
      400,
      { field: "username", errorMessage: "error-username-invalid-character", params: ["username"] },
    ],
    [
      { username: "ab" },
      400,
      { field: "username", errorMessage: "error-invalid-length", params: ["username", 3, 255] },
    ],
    [
      { username: "bad email", email: "nope" },
      400,
      {
        errors: [
          { field: "email", errorMessage: "error-invalid-email", params: ["email", "nope"] },
          { field: "username", errorMessage: "error-username-invalid-character", params: ["username"] },
        ],
      },
    ],
  ])("%j is refused in Keycloak's words", async (body, status, answer) => {
    const bench = adminBench();
    const before = bench.store.users();
    expect(await bench.call("POST", "users", body)).toEqual({ status, body: answer });
    expect(bench.store.users()).toBe(before);
  });

  test("a field that Keycloak does not know is named", async () => {
    const { body } = await adminBench().call("POST", "users", { username: "kit", nofield: 1 });
    expect(JSON.stringify(body)).toContain('Unrecognized field \\"nofield\\"');
  });

  test("__proto__ as an attribute stays an attribute's name and touches nothing else", async () => {
    const bench = adminBench();
    await bench.call("POST", "users", '{"username":"proto","attributes":{"__proto__":["x"]}}');
    expect(Object.hasOwn(Object.prototype, "0")).toBe(false);
    expect(Object.getPrototypeOf(bench.store.findUser({ username: "proto" })?.attributes)).toBe(Object.prototype);
  });
});
