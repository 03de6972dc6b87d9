import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeBrowser } from "../../src/adapters/browser.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "avb-browser-"));
});
afterAll(() => rm(folder, { recursive: true }));

const node = (script: string, ...args: string[]) => [process.execPath, "-e", script, ...args] as const;

test("a program is started with exactly the environment it is given", async () => {
  const file = join(folder, "env.json");
  await nodeBrowser.launch(node("fs.writeFileSync(process.argv[1], JSON.stringify(process.env))", file), {
    ONLY: "this",
  });
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ ONLY: "this" });
});

test("a program that gives up at once, or is not there, is a failure with its reason", async () => {
  const failed = { code: "COMMAND_FAILED", exitCode: 5 };
  await expect(nodeBrowser.launch(node("process.exit(3)"), {})).rejects.toMatchObject({
    ...failed,
    facts: { why: "it ended with 3" },
  });
  await expect(nodeBrowser.launch([join(folder, "nobody")], {})).rejects.toMatchObject({
    ...failed,
    facts: { why: "ENOENT" },
  });
});

test("a browser that goes on is left alone", async () => {
  const file = join(folder, "pid");
  const script = "fs.writeFileSync(process.argv[1], String(process.pid)); setTimeout(() => {}, 60000)";
  await nodeBrowser.launch(node(script, file), {});
  const pid = Number(await readFile(file, "utf8"));
  expect(process.kill(pid, 0)).toBe(true);
  process.kill(pid, "SIGKILL");
});
