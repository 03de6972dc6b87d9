import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClaimedSlot, claimSlot } from "../support/claimed-slot.ts";
import { docker } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { endServersOf } from "../support/sandbox-processes.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const page = readFileSync(join(ROOT, "docs/ci.md"), "utf8");
const blocks = [...page.matchAll(/^```(sh|bash)\n(.*?)^```$/gms)].map(([, language, text = ""]) => ({
  ...{ language, text, commands: text.trim().split("\n") },
}));

needs(["engine", "compose", "liveImages", "bash", "curl"], "the recipe for pipelines", () => {
  let home: AvbHome;
  let claimed: ClaimedSlot;
  let server: Server;
  let asked: string | undefined;

  beforeAll(async () => {
    home = avbHome();
    claimed = await claimSlot();
    mkdirSync(join(home.cwd, ".git"));
    const programs = { avb: `exec '${process.execPath}' '${ROOT}/bin/run.js' "$@"`, npm: '[ -n "$KEYCLOAK_URL" ]' };
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(home.folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(home.folder, name), 0o755);
    }
    server = createServer((request, response) => {
      asked = request.headers.authorization;
      response.end("{}");
    }).listen(0, "127.0.0.1");
  });

  afterAll(() => {
    server.close();
    endServersOf(home);
    home.remove();
    claimed.release();
  });

  /** As a pipeline does: the first command that fails ends the block. */
  const inShell = async (text: string) => {
    const port = String(Object(server.address() satisfies AddressInfo | string | null).port);
    const script = text.replaceAll("localhost:65020", `127.0.0.1:${port}`);
    const env = { ...home.env, PATH: `${home.folder}:${home.env.PATH}`, AVB_SLOT: claimed.slot };
    await run("bash", ["-euo", "pipefail", "-c", script], { cwd: home.cwd, env });
  };

  test.each(blocks.map((block) => [block.commands[0], block] as const))(
    "%s and what follows it end with 0",
    { timeout: 400_000 },
    async (_, { text }) => {
      await inShell(text);
    },
  );

  test("each file that is kept is what the page says it is, and no secret is in what is handed on", () => {
    const read = (name: string) => readFileSync(join(home.cwd, name), "utf8");
    expect(JSON.parse(read("up.json"))).toMatchObject({ ok: true, command: "dev up" });
    expect(JSON.parse(read("status.json"))).toMatchObject({ ok: true, data: { mode: "live" } });
    expect(JSON.parse(read("doctor.json")).data.checks.length).toBeGreaterThan(40);
    expect(asked).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    const secrets = JSON.stringify(read(".env.test")).match(/(?<=(?:SECRET|PASSWORD)[A-Z_]*=')[^']{12,}(?=')/g) ?? [];
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets)
      for (const name of ["doctor.json", "support.md", "stack.log"]) expect(read(name)).not.toContain(secret);
  });

  test("nothing of it is left at the engine", () => {
    const left = docker("ps", "--all", "--quiet", "--filter", `label=avb.root=${home.cwd}`);
    expect(left).toBe("");
  });
});
