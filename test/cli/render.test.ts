import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
mkdirSync(join(home.cwd, ".git"));
mkdirSync(join(home.cwd, "deep/below"), { recursive: true });
afterAll(() => home.remove());

const BIN = join(import.meta.dirname, "../../bin/run.js");

test("the time zone, the language, the umask and the folder below change no byte", async () => {
  const usual = await home.run(["dev", "render", "--mode", "live", "--out", "."]);
  expect([usual.status, usual.stdout]).toEqual([0, ""]);
  const elsewhere = spawnSync(
    "sh",
    ["-c", 'umask 077; exec "$@"', "sh", process.execPath, BIN, "dev", "render", "--mode", "live", "--out", "."],
    {
      cwd: join(home.cwd, "deep/below"),
      encoding: "utf8",
      env: {
        PATH: process.env.PATH ?? "",
        HOME: home.folder,
        AVB_STATE_DIR: join(home.folder, "state"),
        TZ: "Pacific/Kiritimati",
        LANG: "tr_TR.UTF-8",
        LC_ALL: "tr_TR.UTF-8",
      },
    },
  );
  expect([elsewhere.status, elsewhere.stdout]).toEqual([0, ""]);
  for (const name of ["compose.yaml", "lago.compose.yaml"]) {
    const there = join(home.cwd, "deep/below", name);
    expect(readFileSync(there, "utf8")).toBe(readFileSync(join(home.cwd, name), "utf8"));
    expect(statSync(there).mode & 0o777).toBe(0o644);
  }
});

test("stdout holds the two documents and nothing else, and --json the same texts", async () => {
  const [plain, json] = await Promise.all([
    home.run(["dev", "render", "--mode", "live"]),
    home.run(["dev", "render", "--mode", "live", "--json"]),
  ]);
  const { documents } = JSON.parse(json.stdout).data;
  expect([plain.status, plain.stderr, documents.length]).toEqual([0, "", 2]);
  expect(plain.stdout).toBe(documents.map(({ text }: { text: string }) => text).join("---\n"));
});

test("a changed file is a drift with status 14 and a fix that cures it", async () => {
  await home.run(["dev", "render", "--profiles", "--out", "plain"]);
  const file = join(home.cwd, "plain/compose.profiles.yaml");
  writeFileSync(file, `${readFileSync(file, "utf8")}#`);
  const drift = await home.run(["dev", "render", "--profiles", "--out", "plain", "--check"]);
  expect([drift.status, drift.stdout]).toEqual([14, ""]);
  const fix = /Fix: avb (.*)\. \[RENDER_DRIFT\]/.exec(drift.stderr)?.[1] ?? "";
  expect((await home.run(fix.split(" "))).status).toBe(0);
  expect((await home.run(["dev", "render", "--profiles", "--out", "plain", "--check"])).status).toBe(0);
});

test("the sandbox has a comment and status 0, production has status 2", async () => {
  const [sandbox, production] = await Promise.all([
    home.run(["dev", "render", "--mode", "sandbox"]),
    home.run(["dev", "render", "--mode", "production"]),
  ]);
  expect([sandbox.status, sandbox.stdout]).toEqual([
    0,
    expect.stringMatching(/^# Mode sandbox runs no container.*\n$/),
  ]);
  expect([production.status, production.stdout, production.stderr]).toEqual([
    2,
    "",
    expect.stringContaining("later version"),
  ]);
});
