import { describe, expect, test } from "vitest";
import { addQuin, adminBench } from "../support/admin-api.ts";

describe("a change of a user", () => {
  test("keeps what it does not speak of", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    expect(await bench.call("PUT", `users/${id}`, { lastName: "New", enabled: false })).toEqual({ status: 204 });
    expect(bench.store.findUser({ id })).toMatchObject({
      firstName: "Quin",
      lastName: "New",
      enabled: false,
      email: "q1@ex.test",
    });
  });

  test("that speaks of attributes drops the names and the address it leaves out, as Keycloak does", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    await bench.call("PUT", `users/${id}`, { attributes: { tenant_id: ["2"] }, lastName: "Kept" });
    expect(bench.store.findUser({ id })).toMatchObject({
      firstName: "",
      lastName: "Kept",
      email: "",
      attributes: { tenant_id: ["2"] },
    });
  });

  test("cannot rename, nor take another one's name or address", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    expect(await bench.call("PUT", `users/${id}`, { username: "other" })).toEqual({
      status: 400,
      body: { field: "username", errorMessage: "error-user-attribute-read-only", params: ["username"] },
    });
    expect((await bench.call("PUT", `users/${id}`, { username: "demo@test.com" })).body).toEqual({
      errorMessage: "User exists with same username",
    });
    expect((await bench.call("PUT", `users/${id}`, { email: "demo@test.com" })).body).toEqual({
      errorMessage: "User exists with same email",
    });
    expect((await bench.call("PUT", `users/${id}`, { username: "QQ1", email: "q1@ex.test" })).status).toBe(204);
  });

  test("ignores groups, which have addresses of their own", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    await bench.call("PUT", `users/${id}`, { groups: ["/platform"] });
    expect(bench.store.findUser({ id })?.groups).toEqual(["/acme-voice"]);
  });

  test("sets a password, and refuses none and an empty one", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    const at = `users/${id}/reset-password`;
    expect(await bench.call("PUT", at, { type: "password", value: "another", temporary: false })).toEqual({
      status: 204,
    });
    expect(bench.store.checkPassword(bench.store.findUser({ id }), "another")).toBe(true);
    expect(await bench.call("PUT", at, {})).toEqual({ status: 400, body: { error: "No password provided" } });
    expect(await bench.call("PUT", at, { value: "" })).toEqual({
      status: 400,
      body: { error: "Empty password not allowed" },
    });
  });

  test("deletes, and then the user is not found", async () => {
    const bench = adminBench();
    const id = await addQuin(bench);
    expect(await bench.call("DELETE", `users/${id}`)).toEqual({ status: 204 });
    for (const [method, body] of [["GET"], ["PUT", {}], ["DELETE"]] as const)
      expect(await bench.call(method, `users/${id}`, body)).toEqual({ status: 404, body: { error: "User not found" } });
  });
});
