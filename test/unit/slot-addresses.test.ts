import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { APPLICATION_PORTS } from "../../src/domain/application-ports.ts";
import { identitiesInSlot } from "../../src/domain/identity-slot.ts";
import { blockOf, RESERVED_PORTS, SLOTS } from "../../src/domain/ports.ts";
import { applicationPort, inSlot } from "../../src/domain/slot-addresses.ts";
import { redirectAllowed } from "../../src/sandbox/oidc/redirects.ts";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";

const slots = fc.constantFrom(...SLOTS);
const localHosts = fc.constantFrom("localhost", "127.0.0.1", "[::1]", "LOCALHOST");
const schemes = fc.constantFrom("http", "https", "ws", "wss");
const rests = fc.constantFrom("", "/", "/*", "/cb?next=http://localhost:65027/", "?a=65027", "#x");

describe("an address of the application", () => {
  test.each([
    ["http://localhost:65027/*", "http://localhost:65377/*"],
    ["http://127.0.0.1:65013", "http://127.0.0.1:65363"],
    ["ws://[::1]:65020/voice", "ws://[::1]:65370/voice"],
  ])("%s is %s in slot 7", (documented, seventh) => {
    expect(inSlot(documented, 7)).toBe(seventh);
    expect(inSlot(documented, 0)).toBe(documented);
  });

  test("on a reserved port of this machine lies in the slot's block, and nothing but the port changes", () => {
    fc.assert(
      fc.property(
        schemes,
        localHosts,
        fc.constantFrom(...RESERVED_PORTS),
        rests,
        slots,
        (scheme, host, port, rest, slot) => {
          const { from, to } = blockOf("voicebox", slot);
          const moved = inSlot(`${scheme}://${host}:${port}${rest}`, slot);
          expect(moved).toBe(`${scheme}://${host}:${port + 50 * slot}${rest}`);
          expect(port + 50 * slot >= from && port + 50 * slot <= to).toBe(true);
        },
      ),
    );
  });

  test("on any other port stays as it is written", () => {
    const others = fc.integer({ min: 0, max: 65535 }).filter((port) => !RESERVED_PORTS.includes(port));
    fc.assert(
      fc.property(schemes, localHosts, others, rests, slots, (scheme, host, port, rest, slot) => {
        const text = `${scheme}://${host}:${port}${rest}`;
        expect(inSlot(text, slot)).toBe(text);
      }),
    );
  });

  test.each([
    "http://localhost:650270/",
    "http://localhost:65027.evil.example/",
    "http://localhost.evil.example:65027/",
    "https://app.example:65027/",
    "http://user@localhost:65027/",
    "app://callback/65027",
    "http://localhost/65027",
  ])("%s is not one", (text) => {
    expect(inSlot(text, 7)).toBe(text);
  });

  test("has a name for each reserved port, which the slot shifts", () => {
    expect(Object.values(APPLICATION_PORTS)).toEqual(RESERVED_PORTS);
    expect([applicationPort("portal", 0), applicationPort("portal", 7)]).toEqual([65027, 65377]);
  });
});

describe("the shipped clients", () => {
  const portalIn = (slot: (typeof SLOTS)[number]) =>
    identitiesInSlot(SHIPPED_IDENTITIES, slot).clients.find(({ clientId }) => clientId === "portal-frontend");

  test("of slot 0 are those of the file", () => {
    expect(identitiesInSlot(SHIPPED_IDENTITIES, 0)).toEqual(SHIPPED_IDENTITIES);
  });

  test("of slot 7 sign in from slot 7's ports and not from slot 0's", () => {
    const { redirectUris = [], postLogoutRedirectUris = [], webOrigins = [] } = portalIn(7) ?? {};
    for (const registered of [redirectUris, postLogoutRedirectUris]) {
      expect(redirectAllowed(registered, "http://localhost:65377/")).toBe(true);
      expect(redirectAllowed(registered, "http://localhost:65027/")).toBe(false);
    }
    expect(webOrigins).toEqual([
      ...["http://localhost:65377", "http://localhost:65363", "http://localhost:65360"],
      ...["http://localhost:25080", "http://localhost:3000", "http://localhost:5173"],
    ]);
  });

  test("name no port of AgentVoiceBox's block that would stay behind", () => {
    const { from, to } = blockOf("voicebox", 0);
    for (const { redirectUris, postLogoutRedirectUris, webOrigins } of SHIPPED_IDENTITIES.clients)
      for (const address of [...redirectUris, ...postLogoutRedirectUris, ...webOrigins]) {
        const port = Number(/:(\d+)(\/\*)?$/.exec(address)?.[1]);
        expect(port >= from && port <= to, address).toBe(RESERVED_PORTS.includes(port));
      }
  });

  test("written twice, for slot 0 and for the slot itself, are registered once", () => {
    const [client] = SHIPPED_IDENTITIES.clients;
    if (client === undefined) throw new Error("no client is shipped");
    const origins = ["http://localhost:65027", "http://localhost:65377"];
    const document = { ...SHIPPED_IDENTITIES, clients: [{ ...client, webOrigins: origins }] };
    expect(identitiesInSlot(document, 7).clients[0]?.webOrigins).toEqual(["http://localhost:65377"]);
  });
});
