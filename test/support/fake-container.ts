import type { ContainerFile, ContainerLine, CreateRequest, EngineContainer } from "../../src/domain/containers.ts";
import type { AvbError } from "../../src/domain/errors/avb-error.ts";
import type { Output } from "../../src/domain/processes.ts";

/** How a container behaves after it was started; without a word it runs on, and is healthy at once where it has a healthcheck. */
export interface Behaviour {
  readonly healthyAfterMs?: number;
  readonly unhealthy?: true;
  /** It ends this long after each start, with this status; the engine starts it anew as its restart policy says. */
  readonly endsAfterMs?: number;
  readonly exitCode?: number;
  readonly outOfMemory?: true;
  /** Starting it fails with this. */
  readonly refuses?: () => AvbError;
  readonly logs?: readonly string[];
  /** What its first published port answers to these bytes; by default nothing. */
  readonly tcp?: (sent: string) => string | undefined;
  /** What a program run inside answers; by default nothing, with status 0. */
  readonly exec?: (command: readonly string[], env: Readonly<Record<string, string>>) => Output | Promise<Output>;
}

/** A container of the fake engine: what was asked for, and what has been done to it since. */
export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  readonly request: CreateRequest;
  readonly imageId: string;
  readonly files: Map<string, ContainerFile>;
  behaviour: Behaviour;
  startedAtMs?: number;
  stoppedAtMs?: number;
}

interface Life {
  readonly life: "created" | "running" | "exited";
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly restartCount: number;
  readonly exitCode: number;
}

const SIGTERM = 143;

/** A container as the engine would tell it at this moment. */
export function viewOf(one: FakeContainer, nowMs: number): EngineContainer {
  const host = part(one.request.HostConfig);
  const life = lifeOf(one, nowMs);
  const health = healthOf(one, life, nowMs);
  return {
    ...{ id: one.id, name: one.name, image: String(one.request.Image ?? ""), imageId: one.imageId, ...life },
    labels: part(one.request.Labels) as Readonly<Record<string, string>>,
    ...(health === undefined ? {} : { health }),
    outOfMemory: one.behaviour.outOfMemory === true && life.life === "exited",
    error: "",
    memoryLimit: Number(host.Memory ?? 0),
    ports: portsOf(host),
  };
}

/** Everything follows from when it was started and what it was told to do: nothing has to happen meanwhile. */
function lifeOf({ startedAtMs, stoppedAtMs, behaviour, request }: FakeContainer, nowMs: number): Life {
  const never = { startedAtMs: 0, finishedAtMs: 0, restartCount: 0, exitCode: 0 };
  if (startedAtMs === undefined) return { life: "created", ...never };
  const { endsAfterMs = Number.POSITIVE_INFINITY, exitCode = 0 } = behaviour;
  const until = stoppedAtMs ?? nowMs;
  const ends = Math.floor((until - startedAtMs) / endsAfterMs);
  const restarts = Math.min(ends, restartsOf(request, exitCode));
  const began = startedAtMs + (restarts === 0 ? 0 : restarts * endsAfterMs);
  const seen = { startedAtMs: began, restartCount: restarts };
  if (ends > restarts) return { life: "exited", ...seen, finishedAtMs: began + endsAfterMs, exitCode };
  if (stoppedAtMs === undefined) return { life: "running", ...seen, finishedAtMs: 0, exitCode: 0 };
  return { life: "exited", ...seen, finishedAtMs: stoppedAtMs, exitCode: SIGTERM };
}

function restartsOf({ HostConfig }: CreateRequest, exitCode: number): number {
  const { Name, MaximumRetryCount } = part(part(HostConfig).RestartPolicy);
  if (Name === "always" || Name === "unless-stopped") return Number.POSITIVE_INFINITY;
  return Name === "on-failure" && exitCode !== 0 ? Number(MaximumRetryCount ?? 0) || Number.POSITIVE_INFINITY : 0;
}

function healthOf({ request, behaviour }: FakeContainer, life: Life, nowMs: number): EngineContainer["health"] {
  if (request.Healthcheck === undefined || life.life !== "running") return undefined;
  if (nowMs - life.startedAtMs < (behaviour.healthyAfterMs ?? 0)) return "starting";
  return behaviour.unhealthy ? "unhealthy" : "healthy";
}

function portsOf({ PortBindings }: Readonly<Record<string, unknown>>): ReadonlyMap<number, number> {
  const bound = Object.entries(part(PortBindings) as Readonly<Record<string, readonly { HostPort: string }[]>>);
  return new Map(bound.map(([inside, [host]]) => [Number.parseInt(inside, 10), Number(host?.HostPort ?? 0)]));
}

/** The lines it wrote, one a millisecond since its start. */
export const linesOf = ({ behaviour, startedAtMs = 0 }: FakeContainer): readonly ContainerLine[] =>
  (behaviour.logs ?? []).map((text, index) => ({ atMs: startedAtMs + index, stream: "stdout", text }));

/** A part of a request, empty where it is absent. */
export const part = (value: unknown): Readonly<Record<string, unknown>> => Object(value ?? {});
