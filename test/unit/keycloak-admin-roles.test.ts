import { describe, expect, test } from "vitest";
import { type AdminBench, adminBench } from "../support/admin-api.ts";

const personOf = ({ store }: AdminBench) => store.findUser({ username: "user@agentvoicebox.local" })?.id ?? "";

describe("realm roles of a user", () => {
  test("are granted and taken by id; an unknown one changes nothing", async () => {
    const bench = adminBench();
    const at = `users/${personOf(bench)}/role-mappings/realm`;
    const viewer = (await bench.call("GET", "roles/viewer")).body;
    const rolesNow = () => bench.store.findUser({ id: personOf(bench) })?.roles;
    expect(await bench.call("POST", at, [viewer])).toEqual({ status: 204 });
    expect(rolesNow()).toEqual(["user", "agent_user", "viewer"]);
    const unknown = { status: 404, body: { error: "Role not found" } };
    expect(await bench.call("POST", at, [viewer, { id: "nope", name: "operator" }])).toEqual(unknown);
    expect(await bench.call("POST", at, [{ name: "operator" }])).toEqual(unknown);
    expect((await bench.call("POST", at, { name: "operator" })).status).toBe(400);
    expect((await bench.call("GET", `${at}/available`)).body).toHaveLength(bench.store.roles().length - 3);
    expect(await bench.call("DELETE", at, [viewer])).toEqual({ status: 204 });
    expect(rolesNow()).toEqual(["user", "agent_user"]);
    expect((await bench.call("GET", at)).body).toMatchObject([{ name: "user" }, { name: "agent_user" }]);
    expect(await bench.call("DELETE", at)).toEqual({ status: 204 });
    expect(rolesNow()).toEqual([]);
  });

  test("are found by name and by id, with their users", async () => {
    const bench = adminBench();
    const role = bench.store.findRole({ name: "billing_admin" });
    const shown = { ...role, composite: false, clientRole: false, containerId: "agentvoicebox", attributes: {} };
    expect((await bench.call("GET", "roles/billing_admin")).body).toEqual(shown);
    expect((await bench.call("GET", `roles-by-id/${role?.id}`)).body).toEqual(shown);
    expect((await bench.call("GET", "roles/billing_admin/users")).body).toMatchObject([
      { username: "billing@agentvoicebox.local" },
    ]);
    expect((await bench.call("GET", "roles?search=admin&first=1&max=2")).body).toHaveLength(2);
    expect(await bench.call("GET", "roles/nope")).toEqual({ status: 404, body: { error: "Could not find role" } });
    expect(await bench.call("GET", "roles-by-id/nope")).toEqual({
      status: 404,
      body: { error: "Could not find role with id" },
    });
  });
});

describe("clients", () => {
  test("are found by their client id, the secret masked, with their service account", async () => {
    const bench = adminBench();
    const { body } = await bench.call("GET", "clients?clientId=agentvoicebox-api");
    expect(body).toMatchObject([{ clientId: "agentvoicebox-api", secret: "**********", serviceAccountsEnabled: true }]);
    const { id } = bench.store.findClient({ clientId: "agentvoicebox-api" }) ?? {};
    expect((await bench.call("GET", `clients/${id}/service-account-user`)).body).toMatchObject({
      username: "service-account-agentvoicebox-api",
    });
    expect((await bench.call("GET", "clients?clientId=agent&search=true")).body).toHaveLength(2);
    expect((await bench.call("GET", "clients?clientId=agent")).body).toEqual([]);
  });

  test("without a service account say so", async () => {
    const bench = adminBench();
    const { id } = bench.store.findClient({ clientId: "portal-frontend" }) ?? {};
    expect(await bench.call("GET", `clients/${id}/service-account-user`)).toEqual({
      status: 400,
      body: { error: "Service account not enabled for the client 'portal-frontend'" },
    });
    expect(await bench.call("GET", "clients/nope")).toEqual({ status: 404, body: { error: "Could not find client" } });
  });
});
