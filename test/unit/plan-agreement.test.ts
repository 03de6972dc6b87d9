import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentedStack } from "../../src/domain/documented-stack.ts";
import { hasValue, type ResolvedValue, resolveEnv } from "../../src/domain/env-resolve.ts";
import type { View } from "../../src/domain/env-value.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { StackWishes } from "../../src/domain/plan-stack.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { services } from "../../src/services/index.ts";

const OURS = services.filter((service) => service.external !== true).map(({ id }) => id);
const STAND_INS = ["keycloak", "lago"];

/** The flag of a service and what it says while the service runs. */
const FLAGS: Readonly<Record<string, { readonly name: string; readonly running: string }>> = {
  keycloak: { name: "KEYCLOAK_BYPASS", running: "false" },
  vault: { name: "VAULT_FAIL_FAST", running: "true" },
  lago: { name: "LAGO_MOCK", running: "false" },
  temporal: { name: "TEMPORAL_ENABLED", running: "true" },
  opa: { name: "OPA_ENABLED", running: "true" },
  kafka: { name: "KAFKA_ENABLED", running: "true" },
};
const ADDRESSES: Readonly<Record<string, { readonly name: string; readonly inside: string; readonly port: string }>> = {
  keycloak: { name: "KEYCLOAK_URL", inside: "http://keycloak:8080", port: "keycloak.http" },
  vault: { name: "VAULT_ADDR", inside: "http://vault:8200", port: "vault.http" },
  lago: { name: "LAGO_API_URL", inside: "http://lago-api:3000", port: "lago.api" },
  temporal: { name: "TEMPORAL_HOST", inside: "temporal:7233", port: "temporal.grpc" },
  opa: { name: "OPA_URL", inside: "http://opa:8181", port: "opa.http" },
  kafka: { name: "KAFKA_BOOTSTRAP_SERVERS", inside: "kafka:19092", port: "kafka.broker" },
};

/** Every way to name each service in --with, in --without or in neither: 3^8 of them. */
const everyWish = OURS.reduce<readonly Pick<StackWishes, "with" | "without">[]>(
  (wishes, id) =>
    wishes.flatMap((wish) => [
      wish,
      { ...wish, with: [...wish.with, id] },
      { ...wish, without: [...wish.without, id] },
    ]),
  [{ with: [], without: [] }],
);

function stackOf(wishes: StackWishes): Stack | undefined {
  try {
    return documentedStack(services, wishes);
  } catch (error) {
    if (error instanceof AvbError && error.code === "SERVICE_NEEDED") return undefined;
    throw error;
  }
}

const valuesOf = (stack: Stack, view: View): ReadonlyMap<string, ResolvedValue> =>
  new Map(resolveEnv(services, stack, { view }).map(({ name, value }) => [name, value]));

const textOf = (values: ReadonlyMap<string, ResolvedValue>, name: string): string | undefined => {
  const value = values.get(name);
  return value?.kind === "text" ? value.text : undefined;
};

/** What does not agree in a stack, as sentences; the empty list is agreement. */
function disagreements(stack: Stack): readonly string[] {
  const container = valuesOf(stack, "container");
  const host = valuesOf(stack, "host");
  const flags = Object.entries(FLAGS).flatMap(([id, { name, running }]) => {
    const says = textOf(container, name);
    return (says === running) === stack.running.has(id) && ["true", "false"].includes(says ?? "") ? [] : [name];
  });
  const addresses = Object.entries(ADDRESSES).flatMap(([id, { name, inside, port }]) => {
    const onHost = stack.ports.get(port as `${string}.${string}`);
    const expected = stack.embedded.has(id) ? `http://host.docker.internal:${onHost}` : inside;
    const scheme = inside.startsWith("http") ? "http://" : "";
    const wrong = textOf(container, name) !== expected || textOf(host, name) !== `${scheme}localhost:${onHost}`;
    return wrong ? [name] : [];
  });
  const missing = resolveEnv(services, stack, { view: "host" })
    .filter(({ required, value }) => required && !hasValue(value))
    .map(({ name }) => name);
  const token = container.get("VAULT_TOKEN")?.kind === "unset" ? "without" : "with";
  const tokenAgrees = (token === "with") === stack.running.has("vault");
  const paypal = textOf(container, "PAYPAL_ENABLED") === "false" && textOf(host, "PAYPAL_ENVIRONMENT") === "sandbox";
  return [...flags, ...addresses, ...missing, ...(tokenAgrees ? [] : ["VAULT_TOKEN"]), ...(paypal ? [] : ["PAYPAL"])];
}

describe.each(["sandbox", "live"] as const)("in %s, whatever is wished", (mode) => {
  const stacks = everyWish.map((wish) => ({ wish, stack: stackOf({ mode, ...wish }) }));

  test("only a plan that leaves out what Keycloak needs is refused", () => {
    for (const { wish, stack } of stacks) {
      const keycloakRuns = wish.with.includes("keycloak") || (mode === "live" && !wish.without.includes("keycloak"));
      expect(stack === undefined).toBe(keycloakRuns && wish.without.includes("postgres"));
    }
  });

  test("what is wished runs, what is unwished does not, and a stand-in takes the place of what is away", () => {
    for (const { wish, stack } of stacks) {
      if (stack === undefined) continue;
      expect(wish.with.every((id) => stack.running.has(id))).toBe(true);
      expect(wish.without.some((id) => stack.running.has(id))).toBe(false);
      expect([...stack.embedded]).toEqual(STAND_INS.filter((id) => !stack.running.has(id)));
    }
  });

  test("flags and addresses agree with what runs, and every required variable has a value", () => {
    const different = new Map(
      stacks.map(({ wish, stack }) => [stack === undefined ? "refused" : [...stack.running].join(), { wish, stack }]),
    );
    const wrong = [...different.values()].flatMap(({ wish, stack }) => {
      const found = stack === undefined ? [] : disagreements(stack);
      return found.length === 0 ? [] : [{ wish, found }];
    });
    expect(different.size).toBeGreaterThan(100);
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

test("in production flags say that everything enabled is there, and nothing else is promised", () => {
  const ids = fc.subarray([...OURS]);
  fc.assert(
    fc.property(ids, ids, (wanted, left) => {
      const without = left.filter((id) => !wanted.includes(id));
      const values = valuesOf(documentedStack(services, { mode: "production", with: wanted, without }), "container");
      const { kafka: _optional, ...enabled } = FLAGS;
      for (const { name, running } of Object.values(enabled)) expect(textOf(values, name)).toBe(running);
      expect(values.get("KAFKA_ENABLED")).toEqual({ kind: "platform" });
    }),
  );
});
