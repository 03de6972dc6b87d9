import { describe, expect, it } from "vitest";
import type { Access } from "../../src/flows/describe-access.ts";
import { info } from "../../src/flows/info.ts";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { services } from "../../src/services/index.ts";
import { infoPage } from "../../src/ui/info-page.ts";
import { envCheckout } from "../support/env-checkout.ts";

const here = () =>
  envCheckout({ host: { packageRoot: new URL("../..", import.meta.url).pathname.replace(/\/$/, "") } });
const textOf = ({ services }: Access, id: string, label: string) =>
  services.find((service) => service.id === id)?.items.find((item) => item.label === label)?.text;

describe("avb dev info", () => {
  it("tells of a sandbox what the sandbox server offers, and of the rest why it is not there", async () => {
    await using place = await here();
    const access = await info(place.world, { overrides: {}, reveal: false });
    expect(textOf(access, "keycloak", "issuer")).toBe("http://localhost:8080/realms/agentvoicebox");
    expect(textOf(access, "keycloak", "admin console")).toBeUndefined();
    expect(access.services.find(({ id }) => id === "vault")).toMatchObject({
      state: "not running",
      note: "BYPASSED VAULT_FAIL_FAST=false; Env vars only",
      items: [],
    });
    expect(access.services.map(({ id }) => id)).toEqual(services.map(({ id }) => id));
  });

  it("masks every secret, and makes none, unless asked", async () => {
    await using place = await here();
    for (const mode of ["sandbox", "live"]) {
      const access = await info(place.world, { overrides: { mode }, reveal: false });
      const secret = access.services
        .flatMap(({ items }) => items)
        .filter(({ kind }) => kind === "key" || kind === "account");
      expect(secret.length).toBeGreaterThan(0);
      for (const { text, masked } of secret) expect({ text, masked }).toEqual({ text: "***", masked: true });
      expect(access.users.every((user) => !("password" in user))).toBe(true);
      expect(access.clients.every((client) => !("secret" in client))).toBe(true);
    }
    expect(await place.world.files.facts((await openCheckout(place.world)).state.secrets)).toBeUndefined();
  });

  it("gives, when asked, the texts that the services and the users really have", async () => {
    await using place = await here();
    const access = await info(place.world, { overrides: { mode: "live" }, reveal: true });
    const secrets = await openLocalSecrets(place.world, await openCheckout(place.world));
    const database = secrets.get("postgres/agentvoicebox").reveal();
    expect(textOf(access, "postgres", "application")).toBe(
      `postgresql://agentvoicebox:${database}@localhost:65004/agentvoicebox`,
    );
    expect(access.clients.find(({ clientId }) => clientId === "agentvoicebox-backend")?.secret).toBe(
      secrets.get("keycloak/agentvoicebox-backend").reveal(),
    );
    expect(textOf(access, "vault", "token")).toBe("devtoken");
    expect(access.users.find(({ username }) => username === "demo@test.com")).toEqual({
      username: "demo@test.com",
      password: secrets.get("identity/demo@test.com").reveal(),
      tenant: "Demo Company",
      roles: ["tenant_admin", "user"],
    });
  });

  it("tells of one service alone, and refuses one that there is not", async () => {
    await using place = await here();
    const access = await info(place.world, { overrides: {}, service: "lago", reveal: false });
    expect(access.services.map(({ id }) => id)).toEqual(["lago"]);
    expect([access.users, access.clients]).toEqual([[], []]);
    await expect(info(place.world, { overrides: {}, service: "lagoo", reveal: false })).rejects.toMatchObject({
      code: "SERVICE_UNKNOWN",
      fixes: ["avb dev info lago"],
    });
  });

  it("gives no addresses of its own for production", async () => {
    await using place = await here();
    const access = await info(place.world, { overrides: { mode: "production" }, reveal: true });
    expect(access.services.flatMap(({ items }) => items)).toEqual([]);
    expect([access.users, access.clients]).toEqual([[], []]);
  });

  it("names every client, also a team's own: the confidential ones' secrets when asked, the public ones without", async () => {
    await using place = await here();
    const clients =
      "clients:\n  - { id: reports, public: false, redirectUris: [http://localhost:4000/*] }\n  - { id: phone, public: true }\n";
    await place.world.files.write(`${place.root}/.devenvrc`, clients);
    const access = await info(place.world, { overrides: {}, reveal: true });
    const secrets = await openLocalSecrets(place.world, await openCheckout(place.world));
    const named = (id: string) => access.clients.find(({ clientId }) => clientId === id);
    expect(access.clients.map(({ clientId }) => clientId)).toEqual([
      "agentvoicebox-backend",
      "agentvoicebox-api",
      "portal-frontend",
      "reports",
      "phone",
    ]);
    expect(named("reports")).toEqual({
      clientId: "reports",
      public: false,
      redirectUris: ["http://localhost:4000/*"],
      secret: secrets.get("keycloak/reports").reveal(),
    });
    expect(named("phone")).toEqual({ clientId: "phone", public: true, redirectUris: [] });
    expect(named("portal-frontend")?.redirectUris).toContain("http://localhost:3000/auth/callback");
    const page = infoPage(access, 100);
    expect(page).toContain(`Client reports\n  secret         ${named("reports")?.secret}\n`);
    expect(page).toContain(
      "Client portal-frontend (public: it has no secret)\n  redirect URIs  http://localhost:65027/auth/callback",
    );
  });

  it("fits a page: services, users, then what does not run", async () => {
    await using place = await here();
    const page = infoPage(await info(place.world, { overrides: {}, reveal: false }), 100);
    expect(page).toMatch(/^Mode sandbox, slot 0\n/);
    expect(page).toContain("Keycloak (sandbox server)");
    expect(page.indexOf("demo@test.com")).toBeLessThan(page.indexOf("Vault: not running"));
    expect(page).toContain(
      "  discovery  http://localhost:8080/realms/agentvoicebox/.well-known/openid-configuration\n",
    );
  });

  it("knows of every service that has ports how to get at it", () => {
    for (const { id, ports, access = [] } of services as readonly (typeof services)[number][])
      if (Object.keys(ports).length > 0) expect(access.length, id).toBeGreaterThan(0);
  });
});
