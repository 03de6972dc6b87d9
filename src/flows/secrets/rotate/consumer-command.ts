import { handedOn, noProxy } from "../../../domain/child-environment.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { commandText } from "../../../domain/hook.ts";
import { printable } from "../../../domain/printable.ts";
import type { Consumer, ConsumerKind, RotationRun, Telling } from "./rotation-run.ts";

const LONGEST_LINE = 500;
const PAUSE_MS = 1000;

/** A program of the team's own. It gets the names of what was replaced, and never a value. */
export const COMMAND: ConsumerKind = {
  nameOf: ({ run = [] }) => commandText(run),
  reach: async () => undefined,
  tell: async (run, consumer) => ranWell(run, consumer, consumer.wish.run ?? []),
  isWell: (run, consumer) => (consumer.wish.health === undefined ? fine : wellInTime(run, consumer)),
  fix: "name a program that is there",
};

const fine = Promise.resolve(undefined);

/** Asks again until its time is over. */
const wellInTime: Telling = async (run, consumer) => {
  const { clock } = run.secrets.tools.world;
  const untilMs = clock.now() + consumer.timeoutMs;
  for (;;) {
    const why = await ranWell(run, consumer, consumer.wish.health ?? []);
    if (why === undefined || clock.now() >= untilMs) return why;
    await clock.sleep(PAUSE_MS, run.means.signal);
  }
};

async function ranWell(
  run: RotationRun,
  { timeoutMs }: Consumer,
  [program, ...args]: readonly string[],
): Promise<string | undefined> {
  if (program === undefined) return undefined;
  const { world, checkout } = run.secrets.tools;
  const parent = handedOn(world.host.env);
  const { environment, id } = run.journal;
  const about = { AVB_ROTATED: id, AVB_ENVIRONMENT: environment };
  const file = program.includes("/") && !program.startsWith("/") ? `${checkout.root}/${program}` : program;
  const line = (text: string) => run.means.say(`  | ${printable(text, LONGEST_LINE)}`);
  const options = { cwd: checkout.root, env: { ...parent, ...noProxy(parent), ...about }, timeoutMs };
  try {
    const end = await world.shell.follow([file, ...args], { ...options, signal: run.means.signal, line });
    if (end.late) return `was not done within ${timeoutMs / 1000} s`;
    if (end.signal !== undefined) return `was ended by ${end.signal}`;
    return end.exitCode === 0 ? undefined : `ended with ${end.exitCode}`;
  } catch (error) {
    if (error instanceof AvbError && error.code === "EXEC_NOT_FOUND") return "is not on PATH";
    throw error;
  }
}
