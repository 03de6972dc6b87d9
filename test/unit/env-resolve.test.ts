import { describe, expect, it } from "vitest";
import type { ResolveOptions } from "../../src/domain/env-address.ts";
import { type ResolvedValue, resolveEnv } from "../../src/domain/env-resolve.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { smallCatalogue, smallStack } from "../support/small-catalogue.ts";

const valuesOf = (stack: Stack, options: ResolveOptions = { view: "host" }): Record<string, ResolvedValue> =>
  Object.fromEntries(resolveEnv(smallCatalogue, stack, options).map(({ name, value }) => [name, value]));
const text = (value: string) => ({ kind: "text", text: value });
const live = (running: readonly string[]) =>
  smallStack({ mode: "live", running: new Set(running), embedded: new Set() });

describe("resolveEnv", () => {
  it("gives addresses on localhost to the host view, with the ports the stack really has", () => {
    const ports = new Map(smallStack().ports).set("keycloak.http", 65056);
    const values = valuesOf(smallStack({ slot: 1, ports }));
    expect(values.KEYCLOAK_URL).toEqual(text("http://localhost:65056"));
    expect(values.TEMPORAL_HOST).toEqual(text("localhost:65007"));
  });

  it("gives a real container's name and inner port to the container view", () => {
    const values = valuesOf(live(["keycloak", "temporal"]), { view: "container" });
    expect(values.KEYCLOAK_URL).toEqual(text("http://keycloak:8080"));
    expect(values.TEMPORAL_HOST).toEqual(text("temporal:7233"));
  });

  it("sends a container to the machine for what the sandbox server stands in for", () => {
    expect(valuesOf(smallStack(), { view: "container" }).KEYCLOAK_URL).toEqual(
      text("http://host.docker.internal:8080"),
    );
    expect(valuesOf(smallStack(), { view: "container", gateway: "172.17.0.1" }).KEYCLOAK_URL).toEqual(
      text("http://172.17.0.1:8080"),
    );
  });

  it("lets flags follow what runs and not the mode's name", () => {
    expect(valuesOf(live(["keycloak"])).TEMPORAL_ENABLED).toEqual(text("false"));
    expect(valuesOf(smallStack({ running: new Set(["temporal"]) })).TEMPORAL_ENABLED).toEqual(text("true"));
  });

  it("keeps a password a name, with the URL around it", () => {
    const values = valuesOf(live(["redis"]));
    expect(values.CACHE_URL).toEqual({
      kind: "secret",
      name: "redis/password",
      prefix: "redis://:",
      suffix: "@localhost:65005/0",
    });
    expect(values.KEYCLOAK_CLIENT_SECRET).toEqual({ kind: "secret", name: "keycloak/app" });
  });

  it("leaves to the platform what production supplies", () => {
    const values = valuesOf(smallStack({ mode: "production", running: new Set(["keycloak"]), embedded: new Set() }));
    expect(values.KEYCLOAK_URL).toEqual({ kind: "platform" });
    expect(values.KEYCLOAK_BYPASS).toEqual(text("false"));
  });

  it("says why: the catalogue's reason, or that the plan differs from the mode", () => {
    const reasons = (stack: Stack) =>
      Object.fromEntries(
        resolveEnv(smallCatalogue, stack, { view: "host" }).map(({ name, because }) => [name, because]),
      );
    expect(reasons(live(["keycloak"])).KEYCLOAK_URL).toBe("a URL for containers");
    expect(reasons(live(["keycloak"])).TEMPORAL_ENABLED).toBe("Temporal does not run in this plan");
    expect(reasons(smallStack({ running: new Set(["redis"]) })).CACHE_URL).toBe("Redis runs in this plan");
    expect(reasons(smallStack()).TEMPORAL_HOST).toBeUndefined();
  });

  it("refuses an endpoint whose port nobody knows", () => {
    expect(() => resolveEnv(smallCatalogue.slice(1), smallStack({ ports: new Map() }), { view: "host" })).not.toThrow();
    const orphan = smallCatalogue.map((service) => ({ ...service, ports: {} }));
    expect(() => resolveEnv(orphan, smallStack({ ports: new Map() }), { view: "host" })).toThrow(/keycloak\.http/);
  });
});
