import type Docker from "dockerode";
import type { CallLimits } from "../domain/call-limits.ts";
import { reachOf } from "../domain/engine-address.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { beginDeadline, type Deadline, ended } from "./deadline.ts";
import { type FoundEngine, findEngine, type Place } from "./engine-address.ts";
import { engineFailure, isHangUp } from "./engine-failure.ts";
import { engineGet } from "./engine-get.ts";
import { type EngineOptions, opaque, optionsFor, wayTo } from "./engine-options.ts";
import { isRemoteAllowed } from "./remote-allowed.ts";

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

/** Reads the document at a path of the Engine API, of the form that the reference gives it. */
export type Get = <Document>(path: string) => Promise<Document>;

/** One connection to the engine for a whole command: its sockets are kept and used again. */
export interface EngineConnection {
  readonly place: Place;
  /** Asks something that ends by its limits; what goes wrong is an AvbError. `mask` hides what the engine may repeat of the request. */
  ask<T>(limits: CallLimits, question: (asked: Asked) => Promise<T>, mask?: (text: string) => string): Promise<T>;
  /** The same for a question that changes nothing: asked a second time when the engine hangs up. */
  read<T>(limits: CallLimits, question: (asked: Asked) => Promise<T>): Promise<T>;
  /** As `read`, for a question of documents alone: dockerode is not loaded for it. */
  get<T>(limits: CallLimits, question: (get: Get) => Promise<T>): Promise<T>;
}

/** The connection to this place's engine; nothing is looked for and dockerode is not loaded before the first question. */
export function engineConnection(place: Place): EngineConnection {
  let opened: Promise<Opened> | undefined;
  const within = async <T>(limits: CallLimits, act: Act<T>, mask: Mask = (text) => text): Promise<T> => {
    if (limits.signal?.aborted) throw interruption(limits.signal);
    opened ??= findEngine(place).then((found) => open(found, place));
    const way = await opened;
    const deadline = beginDeadline(limits);
    try {
      return await Promise.race([act(way, deadline), ended(deadline.signal)]);
    } catch (error) {
      throw await explained(error, { address: way.address, limits, deadline, mask });
    } finally {
      deadline.release();
    }
  };
  const ask: EngineConnection["ask"] = (limits, question, mask) =>
    within(
      limits,
      async ({ address, clientFor }, deadline) => question({ client: await clientFor(deadline), address, deadline }),
      mask,
    );
  const get: EngineConnection["get"] = (limits, question) =>
    within(limits, async ({ optionsFor: found }, deadline) => {
      const options = await found(deadline);
      return question(async (path) => (await engineGet(options, path, deadline)) as never);
    });
  return {
    ...{ place, ask },
    read: (limits, question) => twice(() => ask(limits, question)),
    get: (limits, question) => twice(() => get(limits, question)),
  };
}

type Mask = (text: string) => string;
type Act<T> = (way: Opened, deadline: Deadline) => Promise<T>;

const twice = <T>(act: () => Promise<T>): Promise<T> =>
  act().catch((error: unknown) => {
    if (error instanceof AvbError && isHangUp(error.cause)) return act();
    throw error;
  });

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

const interruption = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException("the request was interrupted", "AbortError");

interface Opened {
  readonly address: string;
  /** What a request needs to get there. */
  readonly optionsFor: (deadline: Deadline) => Promise<EngineOptions>;
  readonly clientFor: (deadline: Deadline) => Promise<EngineClient>;
}

async function open(found: FoundEngine, place: Place): Promise<Opened> {
  const { text } = found.address;
  const way = await wayOf(found, place);
  const clientFor = async (deadline: Deadline) => {
    const { default: Dockerode } = await import("dockerode");
    return endingWith(deadline.signal, new Dockerode(await way(deadline)));
  };
  return { address: text, optionsFor: way, clientFor };
}

/** ENGINE_SSH, ENGINE_REMOTE (15) for an engine that is not this machine's, unless it is allowed and can be reached. */
async function wayOf({ address, certificates, because }: FoundEngine, place: Place): Promise<Opened["optionsFor"]> {
  const about = { address: address.text, because };
  if (address.kind === "ssh") {
    if (!(await isRemoteAllowed(place, address))) throw AvbError.of("ENGINE_SSH", about);
    return wayTo(place, address);
  }
  if (reachOf(address) !== "local") throw AvbError.of("ENGINE_REMOTE", about);
  const options = await optionsFor(address, certificates);
  return async () => options;
}

/** Half of dockerode's methods take no signal, and all go through one that does. */
function endingWith(signal: AbortSignal, client: EngineClient): EngineClient {
  const { modem } = client;
  const dial = modem.dial.bind(modem);
  opaque(signal, "the question's deadline");
  modem.dial = (request, done) => dial(Object.assign(request, { abortSignal: signal }), done);
  return client;
}
