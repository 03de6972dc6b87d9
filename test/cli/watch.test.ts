import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";

const claimed = await claimThisSlot("9");
afterAll(() => claimed.release());

const BIN = join(import.meta.dirname, "../../bin/run.js");

test("without a terminal each change is a line of JSON, and an interrupt ends it with 130", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avb-watch-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, HOME: folder, AVB_STATE_DIR: join(folder, "state"), AVB_SLOT: "9" };
  const child = spawn(process.execPath, [BIN, "dev", "status", "--watch"], { cwd: folder, env });
  const exit = once(child, "exit");
  const [line] = await once(child.stdout, "data");
  expect(JSON.parse(String(line))).toMatchObject({ mode: "sandbox", slot: 9, state: "not running" });
  child.kill("SIGINT");
  expect(await exit).toEqual([130, null]);
});
