import type { World } from "../../src/domain/world.ts";

/** The death of a process: nobody may take it for an error. */
export class Killed extends Error {}

/** A world that ends at one of its effects, which was done and never told. */
export interface MortalWorld {
  readonly world: World;
  /** Effects so far: what is written, asked of a vendor, run. */
  readonly effects: string[];
}

/** Where a world ends. */
export interface Death {
  /** The effect, counted from 1; 0 for a world that lives. */
  readonly at: number;
  /** The process that dies: no other one has its number. */
  readonly pid: number;
}

/** The same world as a process that is killed there: from then on it can do nothing, not even give back a lock. */
export function mortal(base: World, { at, pid }: Death): MortalWorld {
  const effects: string[] = [];
  let isDead = false;
  const mayAct = (what: string) => {
    if (isDead) throw new Killed();
    effects.push(what);
    isDead = effects.length === at;
  };
  const effect =
    <Args extends readonly unknown[], Result>(name: string, act: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      mayAct(`${name} ${nameOf(args[0])}`);
      const result = await act(...args);
      if (isDead) throw new Killed();
      return result;
    };
  const { files, outside, shell, processes, aws, azure, clock } = base;
  const writing = <Verbs extends object>(
    store: string,
    verbs: Verbs,
    writes: readonly (keyof Verbs & string)[],
  ): Verbs => ({
    ...verbs,
    ...Object.fromEntries(writes.map((verb) => [verb, effect(`${store} ${verb}`, verbs[verb] as never)])),
  });
  const world: World = {
    ...base,
    files: {
      ...files,
      write: effect("write", files.write),
      create: effect("create", files.create),
      append: effect("append", files.append),
      remove: effect("remove", files.remove),
    },
    clock: {
      ...clock,
      sleep: async (ms, signal) => {
        if (isDead) throw new Killed();
        await clock.sleep(ms, signal);
      },
    },
    outside: { request: effect("ask", outside.request) },
    aws: { secrets: (place) => writing("aws", aws.secrets(place), AWS_WRITES) },
    azure: { secrets: (vault) => writing("azure", azure.secrets(vault), AZURE_WRITES) },
    shell: { ...shell, run: effect("run", shell.run), follow: effect("follow", shell.follow) },
    processes: {
      ...processes,
      self: pid,
      startOf: async (other) => (other === pid && !isDead ? `start of ${pid}` : undefined),
    },
  };
  return { world, effects };
}

const AWS_WRITES = ["create", "put", "moveStage", "tag", "remove", "restore"] as const;
const AZURE_WRITES = ["set", "describe", "remove", "recover"] as const;

function nameOf(of: unknown): string {
  if (typeof of === "string") return of;
  const { url, method = "GET", name } = Object(of);
  return url === undefined ? String(name ?? of) : `${method} ${url}`;
}
