import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readRegular } from "../../src/adapters/regular-file.ts";

const folder = mkdtempSync(join(tmpdir(), "avb-read-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "file");

test.each([0, 1, 4095, 4096, 4097, 4098, 70_000])(
  "a file of %i bytes is read whole, and no byte beyond the limit",
  async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251);
    writeFileSync(path, bytes);
    for (const limit of [size, size + 1, 1 << 20])
      expect(Buffer.compare((await readRegular(path, limit))?.bytes ?? Buffer.from("none"), bytes)).toBe(0);
    if (size > 0) await expect(readRegular(path, size - 1)).rejects.toMatchObject({ code: "CONFIG_FILE_TOO_LARGE" });
  },
);

test.skipIf(process.platform !== "linux")("a file that says it is empty and is not is read to its end", async () => {
  const found = await readRegular("/proc/self/smaps", 64 << 20);
  expect(found?.facts.size).toBe(0);
  expect(found?.bytes.length).toBeGreaterThan(8192);
  expect(Buffer.from(found?.bytes ?? []).toString()).toMatch(/VmFlags:.*\n$/);
  await expect(readRegular("/proc/self/smaps", 5000)).rejects.toMatchObject({ code: "CONFIG_FILE_TOO_LARGE" });
});
