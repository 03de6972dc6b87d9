import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { CallLimits } from "../domain/call-limits.ts";
import type { Containers } from "../domain/containers.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Output } from "../domain/processes.ts";
import { redactor } from "../domain/redact.ts";
import type { Asked, EngineConnection } from "./engine-connection.ts";
import { wordsOf } from "./engine-failure.ts";
import { demultiplexer } from "./multiplex.ts";

type Options = Parameters<Containers["exec"]>[2];

/** What is kept of each stream; the rest is read and dropped, so that the program goes on. */
const MOST_BYTES = 1024 * 1024;
const POLL_MS = 20;

/** Programs run inside a container. A late one is left behind: the engine has no way to end it. */
export const containerExec = ({ ask }: EngineConnection): Pick<Containers, "exec"> => ({
  exec: (id, command, options) => {
    const { env = {}, input, user, ...limits } = options;
    const secrets = [...Object.values(env), ...(input === undefined ? [] : [input])];
    const mask = redactor(secrets, (text) => Buffer.from(text).toString("base64"));
    return ask(limits, (asked) => run(asked, { id, command, env, limits, input, user }), mask);
  },
});

interface Run {
  readonly id: string;
  readonly command: readonly [string, ...string[]];
  readonly env: NonNullable<Options["env"]>;
  readonly limits: CallLimits;
  readonly input: string | undefined;
  readonly user: string | undefined;
}

async function run({ client, deadline }: Asked, { id, command, env, limits, input, user }: Run) {
  const wanted = {
    Cmd: [...command],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(user === undefined ? {} : { User: user }),
    ...{ AttachStdin: input !== undefined, AttachStdout: true, AttachStderr: true },
  };
  const exec = await client.getContainer(id).exec(wanted).catch(idle(id));
  const stream = await exec.start({ hijack: input !== undefined });
  deadline.means = () =>
    AvbError.of("CONTAINER_COMMAND_LATE", { command: command[0], id: shown(id), ms: String(limits.timeoutMs) });
  deadline.signal.addEventListener("abort", () => stream.destroy(), { once: true });
  if (input !== undefined) stream.end(input);
  const { stdout, stderr } = await collect(stream);
  // The stream's end may be told before the program's.
  let seen = await exec.inspect();
  for (; seen.Running; seen = await exec.inspect()) await setTimeout(POLL_MS);
  return outputOf(seen.ExitCode ?? 0, stdout(), stderr());
}

/** The engine tells on standard output why a program could not be started; that is no output of the program. */
const outputOf = (exitCode: number, stdout: string, stderr: string): Output =>
  [126, 127].includes(exitCode) && stdout.startsWith("OCI runtime exec failed")
    ? { exitCode, stdout: "", stderr: stdout.trimEnd() }
    : { exitCode, stdout, stderr };

async function collect(stream: Duplex): Promise<{ stdout(): string; stderr(): string }> {
  const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const room = { stdout: MOST_BYTES, stderr: MOST_BYTES };
  const hear = demultiplexer((name, bytes) => {
    const part = bytes.subarray(0, room[name]);
    room[name] -= part.length;
    if (part.length > 0) kept[name].push(part);
  });
  for await (const chunk of stream) hear(chunk);
  const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8");
  return { stdout: () => text(kept.stdout), stderr: () => text(kept.stderr) };
}

/** Podman does not name the container that does not run. */
const idle =
  (id: string) =>
  (error: unknown): never => {
    if (!/exec sessions on running containers/.test(wordsOf(error))) throw error;
    throw AvbError.of("CONTAINER_NOT_RUNNING", { id: shown(id), state: "not running" });
  };

const shown = (id: string): string => (/^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id);
