import { expect, test } from "vitest";
import { typage } from "../../src/adapters/age.ts";
import { takenText } from "../../src/domain/taken-text.ts";

test("bytes that a text was taken from are zeroed, and those too that are none", () => {
  const bytes = new TextEncoder().encode("a secret, ü");
  expect(takenText(bytes)).toBe("a secret, ü");
  expect([...bytes].every((byte) => byte === 0)).toBe(true);
  const broken = Uint8Array.of(0x61, 0xff);
  expect(() => takenText(broken, { fatal: true })).toThrow(TypeError);
  expect([...broken]).toEqual([0, 0]);
});

test("what was sealed from bytes that are zeroed afterwards is whole", async () => {
  const key = { kind: "identity", text: await typage.makeIdentity() } as const;
  const text = `ü${"x".repeat(200_000)}\n`;
  expect(await typage.open(await typage.seal(text, key), key)).toBe(text);
});
