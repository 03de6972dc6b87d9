import { setTimeout } from "node:timers/promises";
import type { ContainerLine, Containers } from "../../src/domain/containers.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { Secret } from "../../src/domain/secret.ts";
import { type FakeContainer, linesOf, viewOf } from "./fake-container.ts";
import { answersTo, type EngineState, find, found, networksOf, runs } from "./fake-engine-state.ts";

type Life = Pick<
  Containers,
  "list" | "look" | "environment" | "create" | "put" | "start" | "stop" | "remove" | "exec" | "logs" | "use"
>;

/** The containers of a fake engine. */
export const fakeLife = (state: EngineState): Life => ({
  list: async (labels) =>
    [...state.byName.values()]
      .map((one) => viewOf(one, state.now()))
      .filter((one) => answersTo(one.labels, labels))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),

  look: async (id) => {
    const one = find(state, id);
    return one === undefined ? undefined : viewOf(one, state.now());
  },

  environment: async (id) => {
    const one = find(state, id);
    if (one === undefined) return undefined;
    const pairs = ((one.request.Env ?? []) as readonly string[]).map((line) => {
      const [, name = line, value = ""] = /^([^=]*)=([\s\S]*)$/.exec(line) ?? [];
      return [name, new Secret(value)];
    });
    return Object.fromEntries(pairs);
  },

  create: async (name, request) => {
    const image = String(request.Image);
    if (state.byName.has(name)) throw AvbError.of("CONTAINER_NAME_TAKEN", { name });
    const imageId = state.images.get(image)?.id;
    if (imageId === undefined) throw AvbError.of("IMAGE_ABSENT", { image });
    const behaviour = [...state.behaviours].find(([key]) => name.includes(key))?.[1] ?? {};
    const id = `${state.byName.size}-${state.now()}-${name}`;
    state.byName.set(name, { id, name, request, imageId, files: new Map(), behaviour });
    state.wrote(`create ${name}`);
    return id;
  },

  put: async (id, files) => {
    const one = found(state, id);
    for (const file of files) one.files.set(file.path, file);
    state.wrote(`put ${one.name}`);
  },

  start: async (id) => start(state, found(state, id)),

  stop: async (id) => {
    const one = find(state, id);
    if (one === undefined || !runs(state, one)) return;
    one.stoppedAtMs = state.now();
    state.wrote(`stop ${one.name}`);
  },

  remove: async (id) => {
    const one = find(state, id);
    if (one === undefined) return;
    state.byName.delete(one.name);
    state.wrote(`remove ${one.name}`);
  },

  exec: async (id, command, { env = {} }) => {
    const one = found(state, id);
    const { life } = viewOf(one, state.now());
    if (life !== "running") throw AvbError.of("CONTAINER_NOT_RUNNING", { id: one.name, state: "not running" });
    return (await one.behaviour.exec?.(command, env)) ?? { exitCode: 0, stdout: "", stderr: "" };
  },

  logs: async (id, { tail, sinceMs = 0, follow = false, limits: { signal } }, line) => {
    const one = found(state, id);
    const lines = linesOf(one).filter(({ atMs }) => atMs >= sinceMs);
    for (const told of tail === "all" ? lines : lines.slice(lines.length - tail)) line(told);
    if (follow) await followLines(state, one, { signal, line });
  },

  use: async (id) => {
    const one = find(state, id);
    if (one === undefined || !runs(state, one)) return undefined;
    const atMs = state.now();
    return { id: one.id, memoryBytes: 32e6, cpuNs: (atMs - (one.startedAtMs ?? atMs)) * 1e5, atMs };
  },
});

function start(state: EngineState, one: FakeContainer): void {
  if (runs(state, one)) return;
  const lost = networksOf(one).find((name) => !state.networks.has(name));
  if (lost !== undefined)
    throw AvbError.of("ENGINE_REFUSED", {
      address: "unix:///var/run/docker.sock",
      why: `404 network ${lost} not found`,
    });
  for (const [, port] of viewOf(one, state.now()).ports) {
    const rivals = [...state.byName.values()].filter((other) => other !== one && runs(state, other));
    const taken = rivals.some((other) => [...viewOf(other, state.now()).ports.values()].includes(port));
    if (taken) throw AvbError.of("PORT_LOST", { port: String(port), why: "port is already allocated", slot: "1" });
    if (state.heldPorts.has(port))
      throw AvbError.of("PORT_LOST", { port: String(port), why: "address already in use", slot: "1" });
  }
  const refused = one.behaviour.refuses?.();
  if (refused !== undefined) throw refused;
  one.startedAtMs = state.now();
  delete one.stoppedAtMs;
  state.wrote(`start ${one.name}`);
}

/** As the engine does: until the container ends, or whoever asked. */
async function followLines(
  state: EngineState,
  one: FakeContainer,
  { signal, line }: { readonly signal: AbortSignal | undefined; readonly line: (line: ContainerLine) => void },
): Promise<void> {
  const began = one.startedAtMs;
  let seen = linesOf(one).length;
  while (!signal?.aborted && runs(state, one) && one.startedAtMs === began) {
    await setTimeout(2);
    for (const told of linesOf(one).slice(seen)) line(told);
    seen = linesOf(one).length;
  }
}
