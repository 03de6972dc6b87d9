import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { DocCommand } from "./doc-commands.ts";
import { STAYS } from "./doc-exceptions.ts";
import { avbHome } from "./run-avb.ts";
import { endServersOf } from "./sandbox-processes.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");

/** A command that was run as its reader would have: status and everything it printed, in order. */
export interface DocRun extends DocCommand {
  readonly status: number;
  readonly printed: string;
}

/** A reader's machine: a home with a repository in `~/code/my-app`, avb on the PATH, an application that wants its variables. */
export interface DocMachine {
  /** Runs the commands in one shell, in order. */
  run(commands: readonly DocCommand[]): Promise<readonly DocRun[]>;
  /** The Authorization headers that the application behind port 65020 was asked with. */
  readonly asked: readonly string[];
  close(): void;
}

/** Stand-ins for the reader's own programs: they end well only with the variables that the page says they have. */
const PROGRAMS: Readonly<Record<string, string>> = {
  avb: `exec "${process.execPath}" "${BIN}" "$@"`,
  python: `[ "$1 $2" = "manage.py runserver" ] && [ -n "$KEYCLOAK_URL" ] && [ -n "$KEYCLOAK_CLIENT_SECRET" ]`,
  npm: `[ -n "$KEYCLOAK_URL" ] || grep -q "^NEXT_PUBLIC_KEYCLOAK_CLIENT_ID='portal-frontend'" .env.local`,
};

const FOLDERS = ["bin", "code", ".config/fish/completions", ".zsh/completions", "checkout/.git"];

/** Makes such a machine; its stack has the slot. */
export async function docMachine(slot: number): Promise<DocMachine> {
  const home = avbHome();
  for (const folder of FOLDERS) mkdirSync(join(home.folder, folder), { recursive: true });
  symlinkSync(home.cwd, join(home.folder, "code/my-app"));
  for (const [name, script] of Object.entries(PROGRAMS)) {
    const path = join(home.folder, "bin", name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  const { asked, port, server } = await application();
  const env = { ...home.env, PATH: `${home.folder}/bin:${home.env.PATH}`, AVB_SLOT: String(slot) };
  const shell = { cwd: home.cwd, env: { ...env, DOCKER_HOST: process.env.DOCKER_HOST ?? "" } };
  const here = (command: string) => command.replaceAll("localhost:65020", `localhost:${port}`);
  return {
    asked,
    run: async (commands) => {
      const runs: DocRun[] = [];
      for (const part of byStay(commands.map((one) => ({ ...one, here: here(one.command) }))))
        runs.push(...(await inShell(part, shell)));
      return runs;
    },
    close: () => {
      server.close();
      endServersOf(home);
      rmSync(home.folder, { recursive: true, force: true });
    },
  };
}

/** An application on a port of this machine that notes who asks. */
async function application() {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.headers.authorization ?? "");
    res.end("hello\n");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { asked, server, port: (server.address() as AddressInfo).port };
}

type Here = DocCommand & { readonly here: string };

/** The commands in runs for one shell each: one that stays until it is interrupted has a shell of its own. */
function byStay(commands: readonly Here[]): readonly (readonly Here[])[] {
  const parts: Here[][] = [];
  let isAlone = true;
  for (const one of commands) {
    const stays = STAYS.includes(one.command);
    if (stays || isAlone) parts.push([one]);
    else parts.at(-1)?.push(one);
    isAlone = stays;
  }
  return parts;
}

type Shell = Parameters<typeof spawn>[2] & { readonly cwd: string };

async function inShell(commands: readonly Here[], shell: Shell): Promise<readonly DocRun[]> {
  const mark = crypto.randomUUID();
  const script = commands.map(({ here }) => `${here}\necho "${mark} $?"`).join("\n");
  const stays = commands.some(({ command }) => STAYS.includes(command));
  const printed = await bash(`set -o pipefail; exec 2>&1\n${script}`, { shell, stays });
  const parts = printed.split(new RegExp(`${mark} (\\d+)\\n`));
  return commands.map(({ here: _, ...command }, at) => ({
    ...command,
    printed: parts[2 * at] ?? "",
    status: Number(parts[2 * at + 1] ?? Number.NaN),
  }));
}

/** Runs a script to its end; what stays is interrupted, as by Ctrl-C, when its first line is there. */
function bash(script: string, { shell, stays }: { readonly shell: Shell; readonly stays: boolean }): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", `trap : INT\n${script}`], {
      ...shell,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      if (stays && printed === "" && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      printed += text;
    });
    child.on("error", reject).on("close", () => resolve(printed));
  });
}
