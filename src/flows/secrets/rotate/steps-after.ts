import { dayOf, nextRotation } from "../../../credentials/due.ts";
import { tagsOf } from "../../../credentials/tags.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { awaitHealth, tellAll } from "./consumers.ts";
import { graceOf } from "./grace.ts";
import { commandOf, done, type RotationRun, type RotationStep, type StepEnd } from "./rotation-run.ts";
import { notAsked, patiently } from "./steps-before.ts";
import { oldValues } from "./values-of.ts";

/** A grace that is over so soon is waited for (ms). */
const SOON_MS = 60_000;

/** The steps after the new version is the current one, until the old value is void. */
export const STEPS_AFTER: readonly RotationStep[] = [
  { id: "tell", title: ({ consumers }) => `tell who uses it: ${namesOf(consumers)}`, run: tell },
  { id: "health", title: ({ consumers }) => `see that they are well: ${namesOf(consumers)}`, run: health },
  { id: "grace", title: (run) => `leave the old one for ${Math.round(graceOf(run) / 1000)} s`, run: grace },
  { id: "idle", title: () => "see that nobody uses the old one any more", run: idle },
  { id: "revoke", title: ({ way }) => way.plan.revoke, run: revoke },
  { id: "dead", title: () => "see that the old one is refused", run: dead },
  { id: "tag", title: () => "note when it must be replaced next", run: tag },
];

const namesOf = (consumers: RotationRun["consumers"]): string =>
  consumers.length === 0 ? "nobody is named in .devenvrc" : consumers.map(({ name }) => name).join(", ");

async function tell(run: RotationRun): Promise<StepEnd> {
  await tellAll(run);
  return done(`told: ${namesOf(run.consumers)}`);
}

async function health(run: RotationRun): Promise<StepEnd> {
  await awaitHealth(run);
  return done("well", { healthyAtMs: String(run.secrets.tools.world.clock.now()) });
}

async function grace(run: RotationRun): Promise<StepEnd> {
  const { clock } = run.secrets.tools.world;
  const untilMs = Number(run.journal.facts.healthyAtMs) + (run.journal.facts.oldDead ? 0 : graceOf(run));
  const left = untilMs - clock.now();
  if (left > SOON_MS)
    return { kind: "wait", says: `the old one stays until ${new Date(untilMs).toISOString()}`, untilMs };
  if (left > 0) await clock.sleep(left, run.means.signal);
  return done("the time of the old one is over");
}

async function idle(run: RotationRun): Promise<StepEnd> {
  const { way, journal, means, credential } = run;
  if (means.compromised) return done("not asked: it is to be revoked at once");
  if (journal.facts.oldDead) return done("it is void already");
  const usedMs = await way.lastUsedMs?.(run);
  if (usedMs === undefined) return done("nobody tells when it was last used");
  if (usedMs <= Number(journal.facts.healthyAtMs))
    return done(usedMs === 0 ? "it was never used" : `last used on ${new Date(usedMs).toISOString()}`);
  const when = new Date(usedMs).toISOString();
  throw AvbError.of("ROTATION_IN_USE", { id: credential.id, when, command: commandOf(journal) });
}

async function revoke(run: RotationRun): Promise<StepEnd> {
  return done(run.journal.facts.oldDead ? "it is void already" : await run.way.revoke(run));
}

async function dead(run: RotationRun): Promise<StepEnd> {
  const old = await oldValues(run);
  if (old === undefined) return done("not asked: the store has it no more");
  const hoped = ["bad", "unasked"];
  const { state, says } = await patiently(
    run,
    (one) => hoped.includes(one.state),
    () => run.way.judge(run, old),
  );
  if (state === "unknown") throw notAsked(run, "the old value", says);
  if (state === "good")
    throw AvbError.of("ROTATION_OLD_ALIVE", { id: run.credential.id, says, command: commandOf(run.journal) });
  return done(state === "bad" ? `the old one ${says}` : says);
}

async function tag({ store, credential, secrets }: RotationRun): Promise<StepEnd> {
  const now = secrets.tools.world.clock.now();
  const tags = { ...tagsOf(credential, now), LastRotated: dayOf(now) };
  await store.pending.tag(credential, tags);
  return done(`next rotation: ${nextRotation(credential, now) ?? "when it is compromised"}`);
}
