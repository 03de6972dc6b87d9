import { goodFor } from "./credential-samples.ts";
import { Killed, mortal } from "./mortal-world.ts";
import { current, hold, journals, type RotationWorld, rotating, rotationWorld } from "./rotation-world.ts";

let pid = 40_000;

/** A credential whose vendor is played, and how one sees that a value works. */
export interface Subject {
  readonly id: "openai" | "sendgrid" | "anthropic" | "jwt";
  /** The new value that a person would paste; the played vendor knows it from then on. */
  pasted?(all: RotationWorld): string;
}

/** One credential of each way that a fake world can play. */
export const SUBJECTS: readonly Subject[] = [
  { id: "openai" },
  { id: "sendgrid" },
  { id: "anthropic", pasted: ({ vendors }) => vendors.add("anthropic", "new").value },
  { id: "jwt" },
];

/** A world in which this credential is held and its vendor knows it. */
export async function begin({ id, pasted }: Subject) {
  const all = rotationWorld();
  const old = id === "jwt" ? goodFor("signing-key") : all.vendors.add(id, "old").value;
  await hold(all, id, old);
  const paste = pasted?.(all) ?? "";
  return { ...all, old, means: { piped: async () => paste } };
}

/** What applications get now. */
export const currentOf = async (all: RotationWorld, { id }: Subject) => Object.values(await current(all, id))[0] ?? "";
/** Whether the vendor takes a value. */
export const works = ({ vendors }: RotationWorld, { id }: Subject, value: string) =>
  id === "jwt" || [...vendors.keys.values()].some((one) => one.value === value);

/** Runs it in a process that is killed there; answers what it had done, and whether it was killed. */
export async function killedAt(
  all: Awaited<ReturnType<typeof begin>>,
  subject: Subject,
  at: number,
  wish: "begin" | "resume" | "rollback" = "begin",
) {
  const { world, effects } = mortal(all.world, { at, pid: pid++ });
  try {
    await rotating(all, subject.id, { world, wish, means: all.means });
    return { effects, isKilled: false };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { effects, isKilled: true };
  }
}

/** Goes on as a person would: with the journal where there is one, from the beginning otherwise. */
export async function goOn(all: Awaited<ReturnType<typeof begin>>, subject: Subject, wish: "resume" | "rollback") {
  const isOpen = journals(all).length > 0;
  if (!isOpen && wish === "rollback") return undefined;
  const isEnded = !isOpen && (await currentOf(all, subject)) !== all.old;
  return isEnded ? undefined : rotating(all, subject.id, { wish: isOpen ? wish : "begin", means: all.means });
}

/** The step at which the journal stands. */
export const stepOf = (all: RotationWorld): string =>
  /"step": "([a-z-]+)",\n "facts"/.exec(all.world.files.entries.get(journals(all)[0] ?? "")?.text ?? "")?.[1] ?? "none";

/** Everything that a rotation does to the outside, when nobody stops it. */
export const effectsOf = async (subject: Subject) => (await killedAt(await begin(subject), subject, 0)).effects;
