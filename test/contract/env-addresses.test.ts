import { describe, expect, it } from "vitest";
import { documentedStack } from "../../src/domain/documented-stack.ts";
import type { ResolveOptions } from "../../src/domain/env-address.ts";
import { resolveEnv } from "../../src/domain/env-resolve.ts";
import { selectVariables } from "../../src/domain/env-select.ts";
import { MODES, type Mode } from "../../src/domain/modes.ts";
import { RESERVED_PORTS, slotPorts } from "../../src/domain/ports.ts";
import { django } from "../../src/domain/profiles/django.ts";
import type { Slot } from "../../src/domain/stack.ts";
import { services } from "../../src/services/index.ts";

/** What a program on the outside of the stack is named by, not where the variable's reader looks for it. */
const NAMED_BY_BROWSERS = ["CORS_ALLOWED_ORIGINS", "DJANGO_ALLOWED_HOSTS"];

function textsOf(mode: Mode, slot: Slot, options: ResolveOptions): Readonly<Record<string, string>> {
  const stack = { ...documentedStack(services, { mode }), slot, ports: slotPorts(services, slot) };
  const extra = { values: {}, from: ".devenvrc" };
  const selection = { services: [], renames: [], livePayments: false, extra, profile: django };
  return Object.fromEntries(
    selectVariables({ services, stack, ...options }, selection).flatMap(({ name, value }) =>
      value.kind === "text" ? [[name, value.text]] : [],
    ),
  );
}

describe("the application's own addresses", () => {
  it.each([
    [0, "65020", "http://localhost:65027,http://localhost:65013,http://localhost:65010"],
    [7, "65370", "http://localhost:65377,http://localhost:65363,http://localhost:65360"],
  ] as const)("have slot %i's ports", (slot, api, origins) => {
    expect(textsOf("sandbox", slot, { view: "host" })).toMatchObject({
      VOICE_AGENT_BASE_URL: `http://localhost:${api}`,
      VOICE_AGENT_WS_BASE_URL: `ws://localhost:${api}`,
      CORS_ALLOWED_ORIGINS: origins,
      OLLAMA_BASE_URL: "http://localhost:11434",
    });
  });

  it.each([
    [{ view: "container" }, "host.docker.internal"],
    [{ view: "container", gateway: "172.17.0.1" }, "172.17.0.1"],
  ] as const)("are reached on the machine from %o", (options, host) => {
    const texts = textsOf("live", 7, options);
    expect(texts).toMatchObject({
      VOICE_AGENT_BASE_URL: `http://${host}:65370`,
      VOICE_AGENT_WS_BASE_URL: `ws://${host}:65370`,
      OLLAMA_BASE_URL: `http://${host}:11434`,
    });
    expect(texts.CORS_ALLOWED_ORIGINS).toContain("http://localhost:65377,");
  });

  it("answer to every name that another program may have been given for this machine", () => {
    for (const options of [{ view: "container" }, { view: "container", gateway: "172.17.0.1" }] as const) {
      const { DJANGO_ALLOWED_HOSTS = "", VOICE_AGENT_BASE_URL = "" } = textsOf("sandbox", 0, options);
      const onHost = textsOf("sandbox", 0, { ...options, view: "host" }).DJANGO_ALLOWED_HOSTS;
      expect(onHost).toBe(DJANGO_ALLOWED_HOSTS);
      const names = DJANGO_ALLOWED_HOSTS.split(",");
      expect(names).toEqual(expect.arrayContaining(["localhost", "127.0.0.1", "[::1]"]));
      expect(names).toContain(new URL(VOICE_AGENT_BASE_URL).hostname);
    }
  });

  it("are the platform's in production", () => {
    const { VOICE_AGENT_BASE_URL, OLLAMA_BASE_URL, CORS_ALLOWED_ORIGINS } = textsOf("production", 0, { view: "host" });
    expect([VOICE_AGENT_BASE_URL, OLLAMA_BASE_URL, CORS_ALLOWED_ORIGINS]).toEqual([undefined, undefined, undefined]);
  });
});

it.each(MODES)("nothing in a container of mode %s is sent to localhost, which is that container itself", (mode) => {
  const wrong = Object.entries(textsOf(mode, 0, { view: "container" })).filter(
    ([name, text]) => /localhost|127\.0\.0\.1/.test(text) && !NAMED_BY_BROWSERS.includes(name),
  );
  expect(wrong).toEqual([]);
});

it.each(MODES)("no value of slot 7 in mode %s names a port of slot 0's", (mode) => {
  const ports = new Set([...RESERVED_PORTS, ...slotPorts(services, 0).values()].map(String));
  const wrong = Object.entries(textsOf(mode, 7, { view: "host" })).filter(([, text]) =>
    (text.match(/(?<=:)\d+/g) ?? []).some((port) => ports.has(port)),
  );
  expect(wrong).toEqual([]);
});

describe("the reason beside a value", () => {
  const reasonOf = (name: string, mode: Mode, { slot, port, ...options }: Asked) => {
    const documented = documentedStack(services, { mode });
    const ports = new Map(slot === 0 ? documented.ports : slotPorts(services, slot));
    if (port !== undefined) ports.set("keycloak.http", port);
    const stack = { ...documented, slot, ports };
    return resolveEnv(services, stack, options).find((variable) => variable.name === name)?.because;
  };
  type Asked = ResolveOptions & { readonly slot: Slot; readonly port?: number };

  it.each([
    ["KEYCLOAK_URL", "sandbox"],
    ["LAGO_API_URL", "live"],
  ] as const)("of %s speaks of containers to containers alone (%s)", (name, mode) => {
    for (const slot of [0, 7] as const) {
      expect(reasonOf(name, mode, { view: "container", slot })).toMatch(/inside a container localhost is/);
      expect(reasonOf(name, mode, { view: "host", slot }) ?? "").not.toMatch(/container/);
    }
  });

  it("is absent where the document's cell holds", () => {
    for (const [mode, name] of [
      ["sandbox", "KEYCLOAK_URL"],
      ["live", "LAGO_API_URL"],
      ["live", "OPA_DECISION_PATH"],
    ] as const)
      expect(reasonOf(name, mode, { view: "host", slot: 0 }), name).toBeUndefined();
  });

  it("says on the machine that a slot shifted the port, or that it moved", () => {
    expect(reasonOf("KEYCLOAK_URL", "sandbox", { view: "host", slot: 7 })).toBe("slot 7 shifts the port");
    expect(reasonOf("LAGO_API_URL", "live", { view: "host", slot: 7 })).toBe("slot 7 shifts the port");
    expect(reasonOf("KEYCLOAK_URL", "sandbox", { view: "host", slot: 0, port: 65006 })).toBe(
      "the documented port is not the one in use here",
    );
  });
});
