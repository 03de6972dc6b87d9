import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EnvValue } from "../../src/domain/env-value.ts";
import type { PortFact, Service } from "../../src/domain/service.ts";
import { services as catalogue, type ServiceId } from "../../src/services/index.ts";

const services: readonly Service[] = catalogue;
const ROOT = join(import.meta.dirname, "../..");
/** Ports that AgentVoiceBox itself listens on. */
const RESERVED = [65000, 65001, 65002, 65010, 65011, 65013, 65020, 65027];
const BLOCKS = { voicebox: { from: 65003, to: 65049 }, lago: { from: 63690, to: 63699 } };
const allPorts = services.flatMap(({ ports }) => Object.values(ports));

const valuesOf = (service: Service): readonly EnvValue[] => [
  ...service.variables.flatMap(({ effective }) => [effective.running, effective.absent, effective.production]),
  ...Object.values(service.environment ?? {}).flatMap((container) => Object.values(container)),
];

const secretNames = (value: EnvValue): readonly string[] => {
  if (value.kind === "secret") return [value.name];
  return value.kind === "endpoint" && value.password !== undefined ? [value.password] : [];
};

test("the catalogue has the nine services", () => {
  const nine: ServiceId[] = ["postgres", "redis", "keycloak", "vault", "lago", "paypal", "temporal", "opa", "kafka"];
  expect(services.map(({ id }) => id)).toEqual(expect.arrayContaining(nine));
  expect(new Set(services.map(({ id }) => id)).size).toBe(services.length);
});

test("the documented ports are the ones given out in slot 0", () => {
  const hosts = Object.fromEntries(
    services.flatMap(({ id, ports }) => Object.entries(ports).map(([name, port]) => [`${id}.${name}`, port.host])),
  );
  expect(hosts).toMatchObject({
    "postgres.sql": 65004,
    "redis.redis": 65005,
    "keycloak.http": 65006,
    "vault.http": 65003,
    "lago.api": 63690,
    "lago.front": 63691,
    "lago.db": 63692,
    "lago.redis": 63693,
    "temporal.grpc": 65007,
    "temporal.ui": 65009,
    "opa.http": 65030,
    "kafka.broker": 65008,
  });
});

test("only the sandbox's identity provider has a port outside the blocks, and it is 8080", () => {
  const exceptions = services.flatMap(({ id, ports }) =>
    Object.values(ports).flatMap(({ sandboxHost }) => (sandboxHost === undefined ? [] : [[id, sandboxHost]])),
  );
  expect(exceptions).toEqual([["keycloak", 8080]]);
});

test("needs have no cycle", () => {
  const reaches = (from: string, path: readonly string[] = []): readonly string[] => {
    expect(path, `${[...path, from].join(" needs ")}`).not.toContain(from);
    const needs = services.find(({ id }) => id === from)?.needs ?? [];
    return needs.flatMap(({ service }) => [service, ...reaches(service, [...path, from])]);
  };
  for (const { id } of services) expect(reaches(id)).not.toContain(id);
});

describe.each(services)("$id", (service) => {
  const ports: readonly PortFact[] = Object.values(service.ports);

  test("its id is kebab-case and its folder exists", () => {
    expect(service.id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(existsSync(join(ROOT, "src/services", service.id, "index.ts"))).toBe(true);
  });

  test("its ports are inside their block, its own, and not AgentVoiceBox's", () => {
    for (const { host, block, container, inside } of ports) {
      expect(host).toBeGreaterThanOrEqual(BLOCKS[block].from);
      expect(host).toBeLessThanOrEqual(BLOCKS[block].to);
      expect(RESERVED).not.toContain(host);
      expect(allPorts.filter((other) => other.host === host)).toHaveLength(1);
      for (const port of [container, inside ?? container]) expect(port > 0 && port <= 65535).toBe(true);
    }
  });

  test("Lago's block holds Lago and nothing else", () => {
    for (const { block } of ports) expect(block === "lago").toBe(service.id === "lago");
  });

  test("what it needs is in the catalogue", () => {
    const known = services.map(({ id }) => id);
    for (const need of service.needs) expect(known).toContain(need.service);
  });

  test("it can be probed unless it is somebody else's", () => {
    expect(service.probe === undefined).toBe(service.external === true);
    if (service.probe !== undefined && service.probe.kind !== "exec")
      expect(Object.keys(service.ports)).toContain(service.probe.port);
  });

  test("its addresses point at ports that exist", () => {
    for (const value of valuesOf(service)) {
      if (value.kind !== "endpoint") continue;
      const target = services.find(({ id }) => id === value.service);
      expect(Object.keys(target?.ports ?? {})).toContain(value.port);
    }
  });

  test("a secret's name starts with the service it belongs to: its own or one it needs", () => {
    const owners = [service.id, ...service.needs.map((need) => need.service)];
    const names = valuesOf(service).flatMap(secretNames);
    for (const name of names) expect(owners).toContain(name.split("/")[0]);
  });

  test("a compose fragment exists unless it is somebody else's", () => {
    expect(existsSync(join(ROOT, "compose", `${service.id}.yaml`))).toBe(service.external !== true);
  });

  test("it has a word for each mode when the matrix lists it", () => {
    expect(service.statuses !== undefined).toBe(service.section !== undefined);
    expect(service.inventory !== undefined).toBe(service.section !== undefined);
  });
});
