import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import { sandboxProcess } from "../support/sandbox-process.ts";

const EVERY = { lookEveryMs: 20 };

/** A server that serves for a checkout in a folder of its own. */
async function serving() {
  const sandbox = await sandboxProcess(EVERY);
  onTestFinished(() => sandbox.remove());
  const root = join(sandbox.folder, "worktree");
  await mkdir(root);
  Object.assign(sandbox.launch, { root });
  const started = sandbox.start();
  expect(await started.said).toBe("ready");
  return { root, launch: sandbox.launch, ...started };
}

const answers = ({ identityPort }: SandboxLaunch) =>
  fetch(`http://127.0.0.1:${identityPort}/_avb/health`).then(
    ({ status }) => status,
    () => "nobody",
  );

test("a server whose checkout was removed ends in order, gives its ports back and says why", async () => {
  const { root, launch, ended } = await serving();
  expect(JSON.parse(await readFile(launch.state.instance, "utf8"))).toMatchObject({ root });
  await rm(root, { recursive: true });
  const { status, log } = await ended();
  expect(status).toBe(0);
  expect(log).toContain(`ending: the checkout ${root} is gone`);
  expect(log).toMatch(/ended\n$/);
  expect(existsSync(launch.state.instance)).toBe(false);
  expect(await answers(launch)).toBe("nobody");
});

test("a server whose record is another's ends and leaves that record alone", async () => {
  const { launch, ended } = await serving();
  const other = '{"instance":"somebody-else"}';
  await writeFile(launch.state.instance, other);
  expect((await ended()).log).toContain(`ending: ${launch.state.instance} is another server's record`);
  expect(await readFile(launch.state.instance, "utf8")).toBe(other);
});

test("a server whose record was removed ends, since no command would find it", async () => {
  const { launch, ended } = await serving();
  await rm(launch.state.instance);
  expect((await ended()).log).toContain(`ending: its record ${launch.state.instance} is gone`);
});
