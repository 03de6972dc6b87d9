import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { inOneLine, printable } from "../../domain/printable.ts";
import type { Probe, ProbeText } from "../../domain/probe.ts";
import type { Service } from "../../domain/service.ts";
import type { World } from "../../domain/world.ts";
import type { LiveSecrets } from "./live-secrets.ts";

/** What a probe needs to ask. */
export interface Probed {
  readonly service: Service;
  readonly secrets: LiveSecrets;
  /** The engine's ids of the service's containers, by their own names. */
  readonly ids: ReadonlyMap<string, string>;
  /** Host ports of the service by purpose. */
  readonly ports: ReadonlyMap<string, number>;
  readonly signal?: AbortSignal;
  /** How long one answer may take, for those who cannot wait for a slow one. */
  readonly answerMs?: number;
}

/** What was asked and what came back, in words without a secret. */
export interface Answer {
  readonly good: boolean;
  readonly asked: string;
  readonly said: string;
}

const LONGEST = 200;
const NOT_YET: readonly string[] = [
  ...["ENGINE_REFUSED", "ENGINE_HUNG"],
  ...["CONTAINER_NOT_RUNNING", "CONTAINER_GONE", "CONTAINER_COMMAND_LATE"],
];

/** Asks once. A service that does not answer is an answer too; only a failing engine throws. */
export function ask(world: World, probe: Probe, of: Probed): Promise<Answer> {
  if (probe.kind === "http") return askHttp(world, probe, of);
  return probe.kind === "tcp" ? askTcp(world, probe, of) : askInside(world, probe, of);
}

async function askTcp(world: World, probe: Extract<Probe, { kind: "tcp" }>, of: Probed): Promise<Answer> {
  const port = of.ports.get(probe.port) ?? 0;
  const asked = `127.0.0.1:${port}`;
  const said = await world.sockets.exchange(port, probe.sends, { timeoutMs: of.answerMs ?? LIVE_MS.answer });
  if (said === undefined) return { good: false, asked, said: "no answer" };
  return { good: probe.answers.some((one) => said.startsWith(one)), asked, said: inOneLine(said, LONGEST) };
}

async function askHttp(world: World, probe: Extract<Probe, { kind: "http" }>, of: Probed): Promise<Answer> {
  const { method = "GET", path, status, answer = "" } = probe;
  const url = `http://127.0.0.1:${of.ports.get(probe.port) ?? 0}${path}`;
  const asked = `${method} ${url}`;
  const headers = { ...(await texts(of.secrets, probe.headers)), ...contentType(probe) };
  const body = await bodyOf(of.secrets, probe);
  try {
    const got = await world.http.request({
      ...{ method, url, headers, timeoutMs: of.answerMs ?? LIVE_MS.answer },
      ...(body === undefined ? {} : { body }),
      ...(of.signal === undefined ? {} : { signal: of.signal }),
    });
    const good = got.status === status && got.body.includes(answer);
    // A good answer may hold a token; a bad one is what a person has to see.
    return { good, asked, said: good ? String(got.status) : inOneLine(`${got.status} ${got.body}`, LONGEST) };
  } catch (error) {
    return { good: false, asked, said: printable(error instanceof Error ? error.message : String(error), LONGEST) };
  }
}

const contentType = ({ form, json }: Extract<Probe, { kind: "http" }>): Readonly<Record<string, string>> => {
  if (form !== undefined) return { "Content-Type": "application/x-www-form-urlencoded" };
  return json === undefined ? {} : { "Content-Type": "application/json" };
};

async function bodyOf(secrets: LiveSecrets, probe: Extract<Probe, { kind: "http" }>): Promise<string | undefined> {
  if (probe.form !== undefined) return new URLSearchParams(await texts(secrets, probe.form)).toString();
  return probe.json === undefined ? undefined : JSON.stringify(probe.json);
}

async function texts(
  secrets: LiveSecrets,
  given: Readonly<Record<string, ProbeText>> = {},
): Promise<Readonly<Record<string, string>>> {
  const one = async (piece: ProbeText[number]) =>
    typeof piece === "string" ? piece : (await secrets.get(piece.secret)).reveal();
  const entries = Object.entries(given).map(
    async ([name, pieces]) => [name, (await Promise.all(pieces.map(one))).join("")] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function askInside(world: World, probe: Extract<Probe, { kind: "exec" }>, of: Probed): Promise<Answer> {
  const { command, container = of.service.id, answer = "" } = probe;
  const asked = `${command[0] === "sh" || command[0] === "bash" ? "a query" : command.slice(0, 3).join(" ")} in ${container}`;
  const id = of.ids.get(container);
  if (id === undefined) return { good: false, asked, said: "the container is not there" };
  try {
    const timeoutMs = of.answerMs ?? LIVE_MS.slowAnswer;
    const limits = { timeoutMs, ...(of.signal === undefined ? {} : { signal: of.signal }) };
    const { exitCode, stdout, stderr } = await world.containers.exec(id, command, limits);
    const good = exitCode === 0 && stdout.includes(answer);
    return { good, asked, said: inOneLine(`exit ${exitCode} ${stderr}${stdout}`, LONGEST) };
  } catch (error) {
    // While a container starts or restarts the engine refuses to run anything in it; and a program may hang where the engine does not.
    if (error instanceof AvbError && NOT_YET.includes(error.code)) return { good: false, asked, said: error.message };
    throw error;
  }
}
