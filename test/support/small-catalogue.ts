import { hostPort, literal, platform, secret, unset, url } from "../../src/domain/env-value.ts";
import { defineService, type Service, type Variable } from "../../src/domain/service.ts";
import type { PortKey, Stack } from "../../src/domain/stack.ts";

const variable = (name: string, effective: Variable["effective"], more: Partial<Variable> = {}): Variable => ({
  name,
  required: false,
  secret: false,
  documented: { sandbox: "-", live: "-" },
  effective,
  ...more,
});

/** Three services that show every kind of value: an identity provider with a stand-in, a plain one, a cache with a password. */
export const smallCatalogue: readonly Service[] = [
  defineService({
    id: "keycloak",
    title: "Keycloak",
    purpose: "identities",
    runsIn: ["live", "production"],
    standIn: "identity",
    ports: { http: { container: 8080, host: 65006, block: "voicebox", sandboxHost: 8080 } },
    needs: [],
    variables: [
      variable(
        "KEYCLOAK_URL",
        { running: url("keycloak", "http"), absent: url("keycloak", "http"), production: platform },
        { required: true, because: { live: "a URL for containers" } },
      ),
      variable("KEYCLOAK_BYPASS", { running: literal("false"), absent: literal("true"), production: literal("false") }),
      variable(
        "KEYCLOAK_CLIENT_SECRET",
        { running: secret("keycloak/app"), absent: secret("keycloak/app"), production: platform },
        { secret: true },
      ),
    ],
  }),
  defineService({
    id: "temporal",
    title: "Temporal",
    purpose: "workflows",
    runsIn: ["live"],
    ports: { grpc: { container: 7233, host: 65007, block: "voicebox" } },
    needs: [],
    variables: [
      variable("TEMPORAL_HOST", {
        running: hostPort("temporal", "grpc"),
        absent: hostPort("temporal", "grpc"),
        production: platform,
      }),
      variable("TEMPORAL_ENABLED", { running: literal("true"), absent: literal("false"), production: literal("true") }),
      variable("TEMPORAL_TOKEN", { running: unset, absent: unset, production: platform }, { secret: true }),
    ],
  }),
  defineService({
    id: "redis",
    title: "Redis",
    purpose: "cache",
    runsIn: ["live"],
    ports: { redis: { container: 6379, host: 65005, block: "voicebox" } },
    needs: [],
    variables: [
      variable(
        "CACHE_URL",
        {
          running: {
            kind: "endpoint",
            service: "redis",
            port: "redis",
            form: "url",
            scheme: "redis",
            path: "/0",
            password: "redis/password",
          },
          absent: unset,
          production: platform,
        },
        { secret: true },
      ),
    ],
  }),
];

/** A stack of the small catalogue: a sandbox in slot 0 unless said otherwise. */
export function smallStack(more: Partial<Stack> = {}): Stack {
  const ports = new Map<PortKey, number>([
    ["keycloak.http", 8080],
    ["temporal.grpc", 65007],
    ["redis.redis", 65005],
  ]);
  return { mode: "sandbox", slot: 0, running: new Set(), embedded: new Set(["keycloak"]), ports, ...more };
}
