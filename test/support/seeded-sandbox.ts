import { expect, onTestFinished } from "vitest";
import type { SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import { changesOf, SHIPPED_IDENTITIES } from "./identities.ts";
import { sandboxProcess } from "./sandbox-process.ts";

/** The built server as a process with the shipped identities; ended with the test. */
export async function seededSandbox(): Promise<{ readonly launch: SandboxLaunch; readonly pid: number }> {
  const sandbox = await sandboxProcess();
  onTestFinished(() => sandbox.remove());
  const { child, said } = sandbox.start();
  expect(await said).toBe("ready");
  const { identityPort, adminToken } = sandbox.launch;
  const answer = await fetch(`http://127.0.0.1:${identityPort}/_avb/identities/changes`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({ changes: changesOf(SHIPPED_IDENTITIES) }),
  });
  expect(answer.status).toBe(200);
  return { launch: sandbox.launch, pid: child.pid ?? -1 };
}
