import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { IdentityChange } from "../../src/domain/sandbox-protocol.ts";
import { createIdentityStore, IdentityRefused } from "../../src/sandbox/identity-store.ts";
import { changesOf, passwordOf, SHIPPED_IDENTITIES } from "../support/identities.ts";

const DEMO = "demo@test.com";

async function filledStore() {
  const store = createIdentityStore("agentvoicebox");
  await store.apply(changesOf(SHIPPED_IDENTITIES));
  return store;
}

const demo = (change: object): IdentityChange => {
  const user = SHIPPED_IDENTITIES.users.find(({ username }) => username === DEMO);
  if (user === undefined) throw new Error("the shipped identities have no demo user");
  return { do: "put", kind: "user", key: DEMO, value: { ...user, ...change } };
};

describe("the identity store", () => {
  test("holds exactly the document it was filled with, without secrets", async () => {
    const store = await filledStore();
    expect(store.document()).toEqual(SHIPPED_IDENTITIES);
    expect(JSON.stringify(store.document())).not.toContain(passwordOf(DEMO));
  });

  test("finds a user by id, name and e-mail address, the last two in any case", async () => {
    const store = await filledStore();
    const user = store.findUser({ username: "DEMO@test.com" });
    expect(user?.email).toBe(DEMO);
    expect(store.findUser({ email: "Demo@Test.com" })).toBe(user);
    expect(store.findUser({ id: user?.id ?? "" })).toBe(user);
    expect(store.findUser({ username: "nobody" })).toBeUndefined();
  });

  test("accepts a user's own password only", async () => {
    const store = await filledStore();
    const user = store.findUser({ username: DEMO });
    expect(store.checkPassword(user, passwordOf(DEMO))).toBe(true);
    expect(store.checkPassword(user, passwordOf("admin@agentvoicebox.local"))).toBe(false);
    expect(store.checkPassword(undefined, "")).toBe(false);
  });

  test("a user or client without a secret cannot be entered with an empty one", async () => {
    const store = createIdentityStore("r");
    await store.apply([{ ...demo({ roles: [], groups: [] }) }]);
    expect(store.checkPassword(store.findUser({ username: DEMO }), "")).toBe(false);
    expect(store.checkSecret(undefined, "")).toBe(false);
  });

  test("an update that does not speak of the password keeps it", async () => {
    const store = await filledStore();
    await store.apply([demo({ firstName: "Dora" })]);
    const user = store.findUser({ username: DEMO });
    expect(user?.firstName).toBe("Dora");
    expect(store.checkPassword(user, passwordOf(DEMO))).toBe(true);
  });

  test("applies all changes or none", async () => {
    const store = await filledStore();
    const before = store.document();
    const rename = demo({ firstName: "Dora" });
    await expect(store.apply([rename, demo({ roles: ["no-such-role"] })])).rejects.toThrow(
      "user demo@test.com names the role 'no-such-role', which does not exist",
    );
    expect(store.document()).toEqual(before);
  });

  test("shows nothing that could not be persisted, and goes on working", async () => {
    let full = true;
    const store = createIdentityStore("r", undefined, async () => {
      if (full) throw new Error("disk full");
    });
    const [first] = changesOf(SHIPPED_IDENTITIES);
    if (first === undefined) throw new Error("no change to try");
    await expect(store.apply([first])).rejects.toThrow("disk full");
    expect(store.tenants()).toHaveLength(0);
    full = false;
    expect(await store.apply([first])).toBe(1);
  });

  test("writes that arrive together are applied one after the other", async () => {
    const seen: number[] = [];
    const store = createIdentityStore("r", undefined, async (state) => {
      await new Promise(setImmediate);
      seen.push(state.role.length);
    });
    const role = (name: string): IdentityChange => ({
      do: "put",
      kind: "role",
      key: name,
      value: { id: name, name, description: "" },
    });
    await Promise.all(["a", "b", "c"].map((name) => store.apply([role(name)])));
    expect(seen).toEqual([1, 2, 3]);
  });

  test("two users cannot share an e-mail address", async () => {
    const store = await filledStore();
    const refused = store.apply([demo({ email: "VIEWER@agentvoicebox.local" })]);
    await expect(refused).rejects.toBeInstanceOf(IdentityRefused);
    await expect(refused).rejects.toMatchObject({ breaks: [{ kind: "conflict" }] });
  });

  test("removing a role or a group takes it from its users", async () => {
    const store = await filledStore();
    await store.apply([
      { do: "remove", kind: "role", key: "user" },
      { do: "remove", kind: "group", key: "/demo-company" },
    ]);
    const user = store.findUser({ username: DEMO });
    expect(user?.roles).toEqual(["tenant_admin"]);
    expect(user?.groups).toEqual([]);
  });

  test("gives a fingerprint of each secret by its local secret's name", async () => {
    const store = await filledStore();
    const expected = createHash("sha256").update(passwordOf(DEMO)).digest("hex");
    expect(store.fingerprints()).toMatchObject({ [`identity/${DEMO}`]: expected });
    expect(Object.keys(store.fingerprints())).toContain("keycloak/agentvoicebox-backend");
    expect(Object.keys(store.fingerprints())).not.toContain("keycloak/portal-frontend");
  });

  test.each([
    "*",
    "http://*",
    "http://*.local/x",
    "http://localhost:*/cb",
    "/cb",
    "http://localhost/cb#x",
    "http://a/*/b",
  ])("refuses the redirect URI %s", async (uri) => {
    const store = await filledStore();
    const client = store.findClient({ clientId: "portal-frontend" });
    if (client === undefined) throw new Error("no portal client");
    const value = { ...client, redirectUris: [uri] };
    await expect(store.apply([{ do: "put", kind: "client", key: client.clientId, value }])).rejects.toThrow(
      "is not a redirect URI",
    );
  });
});
