import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import type Docker from "dockerode";
import type { CallLimits } from "../domain/call-limits.ts";
import { reachOf } from "../domain/engine-address.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Host } from "../domain/world.ts";
import { beginDeadline, type Deadline } from "./deadline.ts";
import { type FoundEngine, findEngine } from "./engine-address.ts";
import { engineFailure, isHangUp } from "./engine-failure.ts";

/** dockerode, through its one door. */
export type EngineClient = Docker;
/** What `GET /containers/{id}/json` answers. */
export type ContainerInspection = Docker.ContainerInspectInfo;

/** What a question to the engine works with; every request of the client ends at the deadline. */
export interface Asked {
  readonly client: EngineClient;
  readonly address: string;
  readonly deadline: Deadline;
}

/** Where to look for the engine. */
export type Place = Pick<Host, "env" | "home" | "platform">;

/** One connection to the engine for a whole command: its sockets are kept and used again. */
export interface EngineConnection {
  readonly place: Place;
  /** Asks something that ends by its limits; what goes wrong is an AvbError. `mask` hides what the engine may repeat of the request. */
  ask<T>(limits: CallLimits, question: (asked: Asked) => Promise<T>, mask?: (text: string) => string): Promise<T>;
  /** The same for a question that changes nothing: asked a second time when the engine hangs up. */
  read<T>(limits: CallLimits, question: (asked: Asked) => Promise<T>): Promise<T>;
}

/** The connection to this place's engine; nothing is looked for and dockerode is not loaded before the first question. */
export function engineConnection(place: Place): EngineConnection {
  let opened: Promise<Opened> | undefined;
  const ask: EngineConnection["ask"] = async (limits, question, mask = (text) => text) => {
    if (limits.signal?.aborted) throw interruption(limits.signal);
    opened ??= findEngine(place).then(open);
    const { address, clientFor } = await opened;
    const deadline = beginDeadline(limits);
    try {
      const client = clientFor(deadline.signal);
      return await Promise.race([question({ client, address, deadline }), ended(deadline.signal)]);
    } catch (error) {
      throw await explained(error, { address, limits, deadline, mask });
    } finally {
      deadline.release();
    }
  };
  const read: EngineConnection["read"] = (limits, question) =>
    ask(limits, question).catch((error: unknown) => {
      if (error instanceof AvbError && isHangUp(error.cause)) return ask(limits, question);
      throw error;
    });
  return { place, ask, read };
}

async function explained(
  error: unknown,
  about: {
    readonly address: string;
    readonly limits: CallLimits;
    readonly deadline: Deadline;
    readonly mask: (text: string) => string;
  },
): Promise<Error> {
  const { address, limits, deadline } = about;
  if (error instanceof AvbError) return error;
  const hung = { address, ms: String(limits.timeoutMs) };
  if (deadline.late()) return (await deadline.means?.()) ?? AvbError.of("ENGINE_HUNG", hung);
  return limits.signal?.aborted ? interruption(limits.signal) : engineFailure(error, about);
}

const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

const interruption = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException("the request was interrupted", "AbortError");

type Reachable = FoundEngine & { readonly address: Exclude<FoundEngine["address"], { kind: "ssh" }> };

interface Opened {
  readonly address: string;
  readonly clientFor: (signal: AbortSignal) => EngineClient;
}

async function open({ address, certificates, because }: FoundEngine): Promise<Opened> {
  if (address.kind === "ssh") throw AvbError.of("ENGINE_SSH", { address: address.text, host: address.host });
  if (reachOf(address) !== "local") throw AvbError.of("ENGINE_REMOTE", { address: address.text, because });
  const { default: Dockerode } = await import("dockerode");
  const options = await optionsFor({ address, certificates });
  return { address: address.text, clientFor: (signal) => endingWith(signal, new Dockerode(options)) };
}

/** Half of dockerode's methods take no signal, and all go through one that does. */
function endingWith(signal: AbortSignal, client: EngineClient): EngineClient {
  const { modem } = client;
  const dial = modem.dial.bind(modem);
  modem.dial = (request, done) => dial(Object.assign(request, { abortSignal: signal }), done);
  return client;
}

async function optionsFor({
  address,
  certificates,
}: Pick<Reachable, "address" | "certificates">): Promise<Docker.DockerOptions> {
  const [{ Agent }, { Agent: TlsAgent }] = await Promise.all([import("node:http"), import("node:https")]);
  // The agent is not in dockerode's types, only in its documentation.
  const plain = { agent: opaque(new Agent({ keepAlive: true })) };
  if (address.kind === "socket") return { socketPath: address.path, ...plain };
  const { host, port, tls } = address;
  if (!tls) return { protocol: "http", host, port, ...plain };
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readFile(join(certificates, name)).catch(() => undefined)),
  );
  const shown = {
    agent: opaque(new TlsAgent({ keepAlive: true })),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  };
  return { protocol: "https", host, port, ...shown };
}

/**
 * dockerode prints every request for its debug log before it asks whether anybody reads that, with all that hangs on the
 * agent: each socket and what it ever carried. A hundred requests at once took seconds.
 */
const opaque = <T extends object>(agent: T): T =>
  Object.assign(agent, { [inspect.custom]: () => "the engine's agent" });
