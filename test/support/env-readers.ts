import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseEnv, promisify } from "node:util";
import dotenv from "dotenv";

const run = promisify(execFile);

/** Reads a file of variables as one real program does, into plain texts by name. */
export type EnvReader = (path: string, text: string) => Promise<Readonly<Record<string, string | undefined>>>;

async function output(path: string, [file, ...args]: readonly [string, ...string[]]): Promise<string> {
  const cwd = dirname(path);
  const env = { PATH: process.env.PATH ?? "", HOME: cwd, LC_ALL: "C.UTF-8" };
  return (await run(file, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

const fromNulList = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split("\0")
      .filter((pair) => pair !== "")
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );

const DJANGO_ENVIRON = `
import environ, json, os, sys
environ.Env.read_env(sys.argv[1], overwrite=True)
env = environ.Env()
print(json.dumps({name: env(name) for name in os.environ if name.startswith("V")}))
`;

const PYTHON_DOTENV = `
import dotenv, json, sys
print(json.dumps(dotenv.dotenv_values(sys.argv[1], encoding="utf-8")))
`;

const SHLEX = `
import json, shlex, sys
tokens = shlex.split(open(sys.argv[1], encoding="utf8", newline="").read(), comments=True)
print(json.dumps(dict(token.split("=", 1) for token in tokens)))
`;

/** `docker compose config` writes every dollar twice, as its input wants it. */
async function composeConfig(path: string, document: string) {
  const file = `${path}.compose.yaml`;
  await writeFile(file, document);
  const command = ["docker", "compose", "-f", file, "-p", "readers", "--env-file", "/dev/null", "config"] as const;
  const config = JSON.parse(await output(path, [...command, "--format", "json"]));
  const found: Record<string, string> = config.services.app.environment;
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, value.replaceAll("$$", "$")]));
}

/** The programs that read a dotenv file. */
export const dotenvReaders = {
  dotenv: async (_path, text) => dotenv.parse(text),
  node: async (_path, text) => parseEnv(text),
  bash: async (path) => fromNulList(await output(path, ["bash", "--norc", "-c", 'set -a; . "$0"; env -0', path])),
  shlex: async (path) => JSON.parse(await output(path, ["python3", "-c", SHLEX, path])),
  djangoEnviron: async (path) => JSON.parse(await output(path, ["python3", "-c", DJANGO_ENVIRON, path])),
  pythonDotenv: async (path) => JSON.parse(await output(path, ["python3", "-c", PYTHON_DOTENV, path])),
  compose: (path) =>
    composeConfig(path, `services:\n  app:\n    image: scratch\n    env_file: ${JSON.stringify(path)}\n`),
} satisfies Record<string, EnvReader>;

/** Compose reading an `environment:` block. */
export const composeBlock: EnvReader = (path, text) =>
  composeConfig(path, `services:\n  app:\n    image: scratch\n${text.replaceAll(/^/gm, "    ")}`);

/** fish reading `set -gx` lines. */
export const fish: EnvReader = async (path) =>
  fromNulList(await output(path, ["fish", "--no-config", "-c", "source $argv[1]; env -0", path]));
