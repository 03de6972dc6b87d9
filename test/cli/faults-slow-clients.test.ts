import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { endlessBody, slowClients } from "../support/bad-clients.ts";
import { clientSecretOf } from "../support/identities.ts";
import { seededSandbox } from "../support/seeded-sandbox.ts";
import { basicAuth } from "../support/token-calls.ts";

const IS_SOAK = process.env.AVB_SOAK !== undefined;
const SLOW = IS_SOAK ? 2000 : 300;
const MOST_GROWTH_MB = 96;
/** The server's limit on headers, and how often it looks. */
const CUT_OFF_WITHIN_MS = 16_000;

const memoryMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

async function honestToken(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/realms/agentvoicebox/protocol/openid-connect/token`, {
    method: "POST",
    headers: { authorization: basicAuth("agentvoicebox-backend", clientSecretOf("agentvoicebox-backend")) },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
    signal: AbortSignal.timeout(5000),
  });
  return answer.status;
}

test("honest clients are served while others are slow without an end or send without an end", async () => {
  const { launch, pid } = await seededSandbox();
  const before = memoryMb(pid);
  const slow = await slowClients(launch.identityPort, SLOW);
  onTestFinished(() => slow.stop());
  const endless = Array.from({ length: 20 }, () => endlessBody(launch.identityPort));
  const served: number[] = [];
  for (let round = 0; round < 10; round += 1)
    served.push(...(await Promise.all(Array.from({ length: 5 }, () => honestToken(launch.identityPort)))));
  expect(new Set(served)).toEqual(new Set([200]));
  expect(slow.open()).toBe(SLOW);
  for (const { status, bytes } of await Promise.all(endless)) {
    expect(["413", "none"]).toContain(status);
    // Some MiB lie in the kernel's buffers before the server has said anything.
    expect(bytes).toBeLessThan(32 * 1024 * 1024);
  }
  if (process.platform === "linux") expect(memoryMb(pid) - before).toBeLessThan(MOST_GROWTH_MB);
});

if (IS_SOAK)
  test("who is slow without an end is cut off", { timeout: 60_000 }, async () => {
    const { launch } = await seededSandbox();
    const slow = await slowClients(launch.identityPort, SLOW);
    onTestFinished(() => slow.stop());
    const began = performance.now();
    await slow.allCutOff();
    expect(performance.now() - began).toBeLessThan(CUT_OFF_WITHIN_MS);
    expect(await honestToken(launch.identityPort)).toBe(200);
  });
