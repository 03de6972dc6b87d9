import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import type { VaultApi } from "../../src/services/vault/api.ts";

/** What Vault writes down is put aside before it fills the disk, and Vault goes on writing. */
export async function expectBounded(vault: VaultApi, id: string): Promise<void> {
  const inside = (command: string) => execFileSync("docker", ["exec", id, "sh", "-c", command], { encoding: "utf8" });
  inside("head -c 21000000 /dev/zero >> /vault/logs/audit.log");
  const sizes = () =>
    inside("cd /vault/logs; stat -c '%n %s' audit.log*")
      .trim()
      .split("\n")
      .map((line) => line.split(" "));
  await expect.poll(() => sizes().length, { timeout: 30_000, interval: 500 }).toBe(2);
  await vault.read("sys/mounts");
  const now = new Map(sizes().map(([name, size]) => [name, Number(size)]));
  expect(now.get("audit.log")).toBeGreaterThan(0);
  expect(now.get("audit.log")).toBeLessThan(1_000_000);
  expect(now.get("audit.log.1")).toBeGreaterThan(20_971_520);
}
