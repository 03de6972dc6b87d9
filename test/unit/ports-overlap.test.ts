import { describe, expect, test } from "vitest";
import { overlapWarnings, type SystemPorts } from "../../src/domain/ports-overlap.ts";

const LINUX: SystemPorts = { platform: "linux", ephemeral: { from: 32768, to: 60999 }, reserved: [] };
const MACOS: SystemPorts = { platform: "darwin", ephemeral: { from: 49152, to: 65535 }, reserved: [] };
const WINDOWS: SystemPorts = { ...MACOS, platform: "win32" };

describe("the operating system's own ports", () => {
  test("Linux's usual range is apart from every slot", () => {
    for (const slot of [0, 9] as const) expect(overlapWarnings(slot, LINUX)).toEqual([]);
  });

  test("macOS's covers both blocks; the fix ends it below them", () => {
    expect(overlapWarnings(0, MACOS).map(({ fixes }) => fixes)).toEqual([
      ["sudo sysctl -w net.inet.ip.portrange.last=64999"],
      ["sudo sysctl -w net.inet.ip.portrange.last=63689"],
    ]);
  });

  test("Windows is told to keep the slot's own block out", () => {
    expect(overlapWarnings(2, WINDOWS)[0]?.fixes).toEqual([
      "netsh int ipv4 add excludedportrange protocol=tcp startport=65100 numberofports=50",
    ]);
  });

  test("a range that covers a part names that part", () => {
    const system: SystemPorts = { ...LINUX, ephemeral: { from: 32768, to: 65010 } };
    expect(overlapWarnings(0, system).map(({ says }) => says.slice(0, 37))).toEqual([
      "the ports 65000-65010 of AgentVoiceBo",
      "the ports 63690-63699 of Lago lie in ",
    ]);
  });

  test("spared ports are not warned about, in however many pieces; a gap is", () => {
    const spared = (from: number, to: number) => ({ from, to, kind: "spared" }) as const;
    const all = [spared(65020, 65049), spared(63690, 63699), spared(65000, 65019)];
    expect(overlapWarnings(0, { ...MACOS, reserved: all })).toEqual([]);
    const gap = [spared(65021, 65049), spared(63690, 63699), spared(65000, 65019)];
    expect(overlapWarnings(0, { ...MACOS, reserved: gap })).toHaveLength(1);
  });

  test("a refused range is told with another slot as a way out", () => {
    const system: SystemPorts = { ...LINUX, reserved: [{ from: 64950, to: 65049, kind: "refused" }] };
    const [warning] = overlapWarnings(0, system);
    expect(warning?.says).toContain("refuses the ports 65000-65049 of AgentVoiceBox");
    expect(warning?.fixes[1]).toBe("use another slot: AVB_SLOT=1");
    expect(overlapWarnings(3, system)).toEqual([]);
  });

  test("a system that tells nothing is not warned about", () => {
    expect(overlapWarnings(0, { platform: "freebsd", reserved: [] })).toEqual([]);
  });
});
