import type { SandboxLaunch } from "../domain/sandbox-protocol.ts";
import type { Files } from "../domain/world.ts";

const LOOK_EVERY_MS = 20_000;
/** A checkout that is moved or mounted anew is away for a moment. */
const MISSES = 2;

type Outside = Pick<Files, "facts" | "read">;

/**
 * Looks now and then whether the server still belongs to somebody, and tells once why not: its checkout was removed, or its
 * record is gone or another server's, so that no command would ever find it. Keeps no process alive.
 */
export function watchOwner(launch: SandboxLaunch, files: Outside, orphaned: (why: string) => void): void {
  let missed = 0;
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const why = await orphanedBecause(launch, files).catch(() => undefined);
    looking = false;
    missed = why === undefined ? 0 : missed + 1;
    if (why === undefined || missed < MISSES) return;
    clearInterval(timer);
    orphaned(why);
  };
  const timer = setInterval(() => void look(), launch.lookEveryMs ?? LOOK_EVERY_MS);
  timer.unref();
}

async function orphanedBecause({ root, instance, state }: SandboxLaunch, files: Outside): Promise<string | undefined> {
  if (root !== undefined && (await files.facts(root)) === undefined) return `the checkout ${root} is gone`;
  const record = await files.read(state.instance);
  if (record === undefined) return `its record ${state.instance} is gone`;
  return record.includes(JSON.stringify(instance)) ? undefined : `${state.instance} is another server's record`;
}
