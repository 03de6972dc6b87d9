import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeHash } from "../../src/adapters/hash.ts";
import { identityDifference, type WantedIdentities } from "../../src/domain/identity-changes.ts";
import { withOwnIdentities } from "../../src/domain/own-identities.ts";
import { createIdentityStore } from "../../src/sandbox/identity-store.ts";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";

const secretOf = (name: string) => `secret-of-${name}`;
const wantedOf = (document = SHIPPED_IDENTITIES): WantedIdentities => ({
  ...{ document, secretOf, fingerprint: (secret) => nodeHash.sha256(secret) },
});
const heldBy = (store: ReturnType<typeof createIdentityStore>) => ({
  ...{ document: store.document(), fingerprints: store.fingerprints() },
});
const uuidOf = (text: string) => nodeHash.sha256(text).slice(0, 32);

describe("the difference between wanted and held identities", () => {
  test("everything is written to an empty server, and nothing to one that has it", async () => {
    const store = createIdentityStore("agentvoicebox");
    const first = identityDifference(wantedOf(), heldBy(store));
    await store.apply(first.changes);
    expect(identityDifference(wantedOf(), heldBy(store)).changes).toEqual([]);
    expect(first.verdicts.every((verdict) => verdict.do === "create")).toBe(true);
  });

  test("whatever users a team adds, one writing is enough", async () => {
    const name = fc.stringMatching(/^[a-z]{3,8}$/);
    const users = fc.uniqueArray(fc.record({ username: name, roles: fc.array(name, { maxLength: 3 }) }), {
      selector: (user) => user.username,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(users, async (extra) => {
        const own = extra.map((user) => ({ ...user, roles: [...new Set(user.roles)], groups: ["staff"] }));
        const wanted = wantedOf(withOwnIdentities(SHIPPED_IDENTITIES, { users: own, clients: [], uuidOf }));
        const store = createIdentityStore("agentvoicebox");
        await store.apply(identityDifference(wanted, heldBy(store)).changes);
        expect(identityDifference(wanted, heldBy(store)).changes).toEqual([]);
        for (const { username, roles } of own) expect(store.findUser({ username })?.roles).toEqual(roles);
      }),
      { numRuns: 25 },
    );
  });

  test("a verdict never carries a secret", () => {
    const store = createIdentityStore("agentvoicebox");
    const { verdicts } = identityDifference(wantedOf(), heldBy(store));
    expect(JSON.stringify(verdicts)).not.toContain("secret-of-");
  });

  test("a client of the team's own is confidential or public as it says, and asks for its secret only then", () => {
    const clients = [
      { id: "till", public: false, redirectUris: ["http://localhost:4000/callback"], origins: [] },
      { id: "kiosk", public: true, redirectUris: [], origins: ["http://localhost:4001"] },
    ];
    const wanted = wantedOf(withOwnIdentities(SHIPPED_IDENTITIES, { users: [], clients, uuidOf }));
    const { changes } = identityDifference(wanted, heldBy(createIdentityStore("agentvoicebox")));
    const written = new Map(changes.map((change) => [change.key, change.do === "put" ? change.value : undefined]));
    expect(written.get("till")).toMatchObject({
      secret: "secret-of-keycloak/till",
      grants: expect.arrayContaining(["client_credentials"]),
    });
    expect(written.get("kiosk")).not.toHaveProperty("secret");
  });
});
