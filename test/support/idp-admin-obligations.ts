import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { BACKEND, call, type Idp, type IdpObligations, post } from "./idp-calls.ts";

const admin = async (idp: Idp, path: string, options: RequestInit = {}) => {
  const { body } = await post(idp, "token", { grant_type: "client_credentials" }, BACKEND);
  const headers = { authorization: `Bearer ${body.access_token}`, "content-type": "application/json" };
  return call(idp.issuer.replace("/realms/", "/admin/realms/") + path, { ...options, headers });
};
/** The interface that manages users. */
export const ADMIN_OBLIGATIONS: IdpObligations = {
  "lets the backend manage users and nothing else": async (idp) => {
    const username = `contract-${randomBytes(4).toString("hex")}`;
    const body = JSON.stringify({
      username,
      enabled: true,
      email: `${username}@test.com`,
      attributes: { tenant_id: ["t"] },
    });
    expect((await admin(idp, "/users", { method: "POST", body })).status).toBe(201);
    expect(await admin(idp, "/users", { method: "POST", body })).toMatchObject({
      status: 409,
      body: { errorMessage: expect.stringContaining("exists") },
    });
    const found = (await admin(idp, `/users?username=${username}&exact=true`)).body;
    expect(found).toEqual([expect.objectContaining({ username, enabled: true, attributes: { tenant_id: ["t"] } })]);
    expect((await admin(idp, `/users/${found[0].id}`, { method: "DELETE" })).status).toBe(204);
    expect((await admin(idp, `/users/${found[0].id}`)).status).toBe(404);
    expect((await admin(idp, "/groups?search=demo-company&exact=true")).body).toEqual([
      expect.objectContaining({ path: "/demo-company", id: "2325b57d-6dd7-4203-b874-fa95a74e6b79" }),
    ]);
    // The sandbox has no route for it.
    const changed = await admin(idp, "", { method: "PUT", body: JSON.stringify({ accessTokenLifespan: 1 }) });
    expect([403, 501]).toContain(changed.status);
  },
};
