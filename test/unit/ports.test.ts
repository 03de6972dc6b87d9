import { describe, expect, test } from "vitest";
import {
  asSlot,
  blockOf,
  findPort,
  formatPorts,
  knownPorts,
  overlapOf,
  RESERVED_PORTS,
  rangeOf,
  SLOTS,
  shifted,
  slotPorts,
} from "../../src/domain/ports.ts";
import { services } from "../../src/services/index.ts";

const factOf = (name: string) => {
  const found = findPort(services, name);
  if (found === undefined) throw new Error(`the catalogue has no ${name}`);
  return found.fact;
};

describe("the blocks of ports", () => {
  test("slot 0 has the documented ports", () => {
    expect(Object.fromEntries(slotPorts(services, 0))).toMatchObject({
      "keycloak.http": 65006,
      "vault.http": 65003,
      "lago.api": 63690,
    });
  });

  test("slot 9 still ends at 65499 and 63789", () => {
    expect(blockOf("voicebox", 9)).toEqual({ from: 65450, to: 65499 });
    expect(blockOf("lago", 9)).toEqual({ from: 63780, to: 63789 });
  });

  test("no two slots share a port, and none reaches past 65535", () => {
    const all = SLOTS.flatMap((slot) => [...new Set(knownPorts(services).flatMap(({ fact }) => rangeOf(fact, slot)))]);
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all)).toBeLessThanOrEqual(65535);
  });

  test("the identity provider's 8080 is an exception of the embedded server in slot 0 alone", () => {
    const fact = factOf("keycloak");
    expect(rangeOf(fact, 0, true).slice(0, 3)).toEqual([8080, 65006, 65031]);
    expect(rangeOf(fact, 0)[0]).toBe(65006);
    expect(rangeOf(fact, 1, true)[0]).toBe(65056);
  });

  test("Lago moves within its own block", () => {
    expect(formatPorts(rangeOf(factOf("lago"), 0))).toBe("63690, 63695-63699");
    expect(formatPorts(rangeOf(factOf("lago"), 2))).toBe("63710, 63715-63719");
  });

  test("a reserved port of AgentVoiceBox is in no range of any slot", () => {
    for (const slot of SLOTS) {
      const reserved = RESERVED_PORTS.map((port) => shifted(port, "voicebox", slot));
      for (const { fact } of knownPorts(services))
        expect(rangeOf(fact, slot, true).filter((port) => reserved.includes(port))).toEqual([]);
    }
  });

  test("only 0 to 9 are slots", () => {
    expect([-1, 10, 1.5, Number.NaN].map(asSlot)).toEqual([undefined, undefined, undefined, undefined]);
    expect([0, 9].map(asSlot)).toEqual([0, 9]);
  });

  test("runs of ports read as ranges", () => {
    expect(formatPorts([8080, 65006, 65031, 65032, 65033])).toBe("8080, 65006, 65031-65033");
    expect(formatPorts([])).toBe("");
  });

  test("an overlap is the part two runs share", () => {
    expect(overlapOf({ from: 49152, to: 65535 }, { from: 65000, to: 65049 })).toEqual({ from: 65000, to: 65049 });
    expect(overlapOf({ from: 32768, to: 60999 }, { from: 65000, to: 65049 })).toBeUndefined();
  });

  test("a service's name means its first port", () => {
    expect(findPort(services, "temporal")?.key).toBe("temporal.grpc");
    expect(findPort(services, "temporal.ui")?.key).toBe("temporal.ui");
    expect(findPort(services, "toString")).toBeUndefined();
  });
});
