import { describe, expect, test } from "vitest";
import { adminBench } from "../support/admin-api.ts";

const ROLES = [
  "query-users",
  "query-groups",
  "view-users",
  "manage-users",
  "view-realm",
  "query-clients",
  "view-clients",
] as const;

/** What Keycloak 26.7.4 answered to the bearer of each single role, in the order of ROLES. */
const MEASURED: readonly (readonly [string, string, string])[] = [
  ["GET", "users", "200 403 200 200 403 403 403"],
  ["GET", "users/count", "200 403 200 200 403 403 403"],
  ["GET", "users/{user}", "403 403 200 200 403 403 403"],
  ["GET", "users/{user}/groups", "403 403 200 200 403 403 403"],
  ["GET", "users/{user}/role-mappings/realm", "403 403 200 200 403 403 403"],
  ["GET", "users/{user}/role-mappings", "403 403 200 200 403 403 403"],
  ["PUT", "users/{user}/groups/{group}", "403 403 403 204 403 403 403"],
  ["POST", "users/{user}/role-mappings/realm", "403 403 403 204 403 403 403"],
  ["PUT", "users/{user}", "403 403 403 204 403 403 403"],
  ["PUT", "users/{user}/reset-password", "403 403 403 204 403 403 403"],
  ["GET", "groups", "403 200 200 200 403 403 403"],
  ["GET", "groups/count", "403 200 200 200 403 403 403"],
  ["GET", "groups/{group}", "403 403 200 200 403 403 403"],
  ["GET", "groups/{group}/members", "403 403 200 200 403 403 403"],
  ["GET", "group-by-path/{path}", "403 403 200 200 403 403 403"],
  ["PUT", "groups/{group}", "403 403 403 204 403 403 403"],
  ["GET", "roles", "403 403 403 403 200 403 403"],
  ["GET", "roles/viewer", "403 403 403 403 200 403 403"],
  ["GET", "roles/viewer/users", "403 403 403 403 403 403 403"],
  ["GET", "roles-by-id/{role}", "403 403 403 403 200 403 403"],
  ["GET", "clients", "403 403 403 403 403 200 200"],
  ["GET", "clients/{client}", "403 403 403 403 403 403 200"],
  ["GET", "clients/{client}/service-account-user", "403 403 403 403 403 403 200"],
];

const BODIES: Readonly<Record<string, unknown>> = {
  "POST users/{user}/role-mappings/realm": [],
  "PUT users/{user}": { firstName: "Uma" },
  "PUT users/{user}/reset-password": { type: "password", value: "made up here" },
};

describe("the right to call", () => {
  test.each(MEASURED)("%s %s asks for the same roles as Keycloak", async (method, path, measured) => {
    const bench = adminBench();
    const [group] = bench.store.groups();
    const places: Readonly<Record<string, string | undefined>> = {
      user: bench.store.users()[1]?.id,
      group: group?.id,
      path: group?.name,
      role: bench.store.roles()[0]?.id,
      client: bench.store.clients()[0]?.id,
    };
    const body = BODIES[`${method} ${path}`] ?? (method === "PUT" ? { name: group?.name } : undefined);
    const at = path.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? "");
    const answers = await Promise.all(ROLES.map((role) => bench.call(method, at, body, role)));
    expect(answers.map(({ status }) => status).join(" ")).toBe(measured);
  });

  test("who may only query sees that there is nobody", async () => {
    const { call } = adminBench();
    expect(await call("GET", "users", undefined, "query-users")).toEqual({ status: 200, body: [] });
    expect(await call("GET", "users/count", undefined, "query-users")).toEqual({ status: 200, body: 0 });
    expect(await call("GET", "groups", undefined, "query-groups")).toEqual({ status: 200, body: [] });
    expect(await call("GET", "clients", undefined, "query-clients")).toEqual({ status: 200, body: [] });
  });

  test("the realm role admin may everything, an ordinary role nothing", async () => {
    const { call } = adminBench();
    expect((await call("GET", "roles", undefined, "realm:admin")).status).toBe(200);
    expect(await call("GET", "users", undefined, "realm:user")).toEqual({
      status: 403,
      body: { error: "HTTP 403 Forbidden" },
    });
  });

  test("without a valid token every route is 401, even in a realm that is not there", async () => {
    const { call } = adminBench();
    const unauthorized = { status: 401, body: { error: "HTTP 401 Unauthorized" } };
    expect(await call("GET", "users", undefined, "")).toEqual(unauthorized);
    expect(await call("GET", "users", undefined, "forged")).toEqual(unauthorized);
    expect(await call("GET", "/nope/users", undefined, "forged")).toEqual(unauthorized);
    expect(await call("GET", "/nope/users")).toEqual({ status: 404, body: { error: "Realm not found." } });
  });

  test("what the sandbox does not have says so instead of passing for Keycloak", async () => {
    const { call } = adminBench();
    for (const [method, path] of [
      ["POST", "roles"],
      ["GET", "users/x/sessions"],
      ["PUT", ""],
    ] as const) {
      const { status, body } = await call(method, path, {});
      expect(status).toBe(501);
      expect(JSON.stringify(body)).toContain("avb's sandbox does not offer");
    }
  });

  test("an address that cannot be decoded is not found", async () => {
    expect((await adminBench().call("GET", "users/%zz")).status).toBe(404);
  });
});
