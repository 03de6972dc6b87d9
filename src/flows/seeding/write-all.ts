import { AvbError } from "../../domain/errors/avb-error.ts";
import type { Report } from "../../domain/plan.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { patiently } from "../../domain/retry.ts";
import type { World } from "../../domain/world.ts";

/** One write to a service, which may be repeated without harm. */
export interface SeedWrite {
  readonly kind: string;
  readonly key: string;
  run(): Promise<void>;
}

/** Who is written to. */
export interface Written {
  readonly world: Pick<World, "clock" | "random">;
  /** The service as its title and its id. */
  readonly title: string;
  readonly id: string;
  readonly report: Pick<Report, "progress">;
  readonly signal: AbortSignal;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 150;
const AT_ONCE = 8;

/**
 * Carries out writes: stages one after another, the writes of a stage some at a time. What may pass is tried again, waiting
 * longer each time. SEED_WRITE_FAILED (9) names the write that was refused, which of how many it is, and why.
 */
export async function writeAll(stages: readonly (readonly SeedWrite[])[], of: Written): Promise<void> {
  const total = stages.reduce((sum, stage) => sum + stage.length, 0);
  let done = 0;
  for (const stage of stages) {
    const waiting = [...stage];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        of.signal.throwIfAborted();
        await writeOne(next, of, { done, total }).catch((error: unknown) => {
          waiting.length = 0;
          throw error;
        });
        done += 1;
        of.report.progress(`${done} of ${total}`);
      }
    };
    const workers = Array.from({ length: Math.min(AT_ONCE, stage.length) }, work);
    const failed = (await Promise.allSettled(workers)).find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}

async function writeOne(
  { kind, key, run }: SeedWrite,
  { world, title, id, signal }: Written,
  { done, total }: { readonly done: number; readonly total: number },
): Promise<void> {
  const passes = (error: unknown) => error instanceof ServiceRefusal && error.passes;
  const how = { clock: world.clock, random: world.random, attempts: ATTEMPTS, firstMs: FIRST_WAIT_MS, passes, signal };
  await patiently(run, how).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    const facts = {
      service: title,
      id,
      what: `${kind} ${key}`,
      at: String(done + 1),
      of: String(total),
      why: error.message,
    };
    throw AvbError.of("SEED_WRITE_FAILED", facts, { cause: error });
  });
}
