import { awsNameOf } from "../../../credentials/places.ts";
import { awsTags } from "../../../credentials/tags.ts";
import { type AwsDescription, AwsRefusal } from "../../../domain/aws.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { PendingVersions, StoreChange, StoredVersion, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { StoreTools } from "../store-tools.ts";
import { type AwsSession, toldAs } from "./aws-session.ts";
import { fieldsOf, type Named } from "./aws-value.ts";
import { requireSize } from "./aws-write.ts";
import { heldObject, textWith } from "./json-value.ts";

/** AWS's labels of the version that applications get, and of the one that a rotation is about to make it. */
export const [CURRENT, PENDING] = ["AWSCURRENT", "AWSPENDING"];
/** Begins the label that says upon which version a waiting one was built. */
const UPON = "avb-upon-";

type Within = <T>(act: (session: AwsSession) => Promise<T>) => Promise<T>;

/** Versions that wait under AWSPENDING. Each notes the version it was built upon: only in that one's place may it be put. */
export function awsPending(tools: StoreTools, within: Within): PendingVersions {
  const named = (credential: Credential): Named => ({ credential, name: awsNameOf(credential, tools.environment) });
  const resultOf = (credential: Credential, act: (session: AwsSession, one: Named) => Promise<StoreResult>) =>
    within((session) => act(session, named(credential)).catch(failed(session, credential)));
  return {
    stage: (change) => resultOf(change.credential, (session, one) => staged(tools, session, { ...one, change })),
    look: (credential) => within((session) => waiting(session, named(credential))),
    promote: (credential, version) => resultOf(credential, (session, one) => promoted(session, one, version)),
    drop: (credential) => within((session) => dropped(session, named(credential))),
    revert: (credential, version) => resultOf(credential, (session, one) => reverted(session, one, version)),
    tag: (credential, tags) => within(({ aws }) => aws.tag(named(credential).name, awsTags(tags))),
  };
}

function failed(session: AwsSession, { id }: Credential) {
  return (cause: unknown): StoreResult => {
    const moved = cause instanceof AwsRefusal && cause.kind === "moved";
    const error = moved ? AvbError.of("STORE_MOVED", { id, store: "aws" }) : toldAs(cause, session);
    if (error instanceof AvbError) return { id, outcome: "failed", error };
    throw error;
  };
}

async function staged(
  { world }: StoreTools,
  { aws }: AwsSession,
  { credential, name, change }: Named & { readonly change: StoreChange },
): Promise<StoreResult> {
  const held = await aws.value(name);
  const text = textWith(heldObject(credential, held.text ?? "") ?? {}, change.fields);
  requireSize(change, text);
  const version = world.random.uuid();
  await aws.put({ name, text, version }, [PENDING, `${UPON}${held.version}`]);
  return { id: credential.id, outcome: "written", version };
}

type Version = AwsDescription["versions"][number];

/** What is current and what waits; a version that is both waits no more. */
async function labelled({ aws }: AwsSession, name: string) {
  const { versions } = await aws.describe(name, true);
  const current = versions.find(({ stages }) => stages.includes(CURRENT));
  return { versions, current, pending: versions.find((one) => one !== current && one.stages.includes(PENDING)) };
}

async function waiting(session: AwsSession, named: Named): Promise<StoredVersion | undefined> {
  const { pending } = await labelled(session, named.name).catch(nothing);
  if (pending === undefined) return undefined;
  const value = await session.aws.value(named.name, pending.version);
  return { version: value.version, storedAtMs: value.createdAtMs, fields: fieldsOf(named, value) };
}

/** What is not there, or removed, has nothing that waits. */
function nothing(error: unknown): { readonly pending?: Version; readonly versions: readonly Version[] } {
  if (error instanceof AwsRefusal && (error.kind === "absent" || error.kind === "removed")) return { versions: [] };
  throw error;
}

async function promoted(session: AwsSession, { credential: { id }, name }: Named, version: string) {
  const { current, versions } = await labelled(session, name);
  const wanted = versions.find((one) => one.version === version);
  if (wanted === undefined) throw gone(id, version);
  if (wanted !== current) {
    const upon = wanted.stages.find((stage) => stage.startsWith(UPON))?.slice(UPON.length);
    if (current !== undefined && upon !== undefined && upon !== current.version)
      throw AvbError.of("STORE_MOVED", { id, store: "aws" });
    await moveCurrent(session, name, { current, version });
  }
  await unlabel(session, name, wanted);
  return { id, outcome: wanted === current ? "same" : "written", version } as const;
}

/** A version that was made current just now may have its labels still, and would wait again once another one is current. */
async function dropped(session: AwsSession, { name }: Named): Promise<void> {
  const { versions } = await labelled(session, name).catch(nothing);
  for (const one of versions) await unlabel(session, name, one);
}

async function reverted(session: AwsSession, { credential: { id }, name }: Named, version: string) {
  const { current, versions } = await labelled(session, name);
  if (current?.version === version) return { id, outcome: "same", version } as const;
  if (!versions.some((one) => one.version === version)) throw gone(id, version);
  await moveCurrent(session, name, { current, version });
  return { id, outcome: "written", version } as const;
}

const moveCurrent = (
  { aws }: AwsSession,
  name: string,
  { current, version }: { readonly current: Version | undefined; readonly version: string },
): Promise<void> => aws.moveStage(name, CURRENT, { ...(current && { from: current.version }), to: version });

/** A version that is current, or given up, waits no more. */
async function unlabel({ aws }: AwsSession, name: string, { version, stages }: Version): Promise<void> {
  for (const stage of stages.filter((one) => one === PENDING || one.startsWith(UPON)))
    await aws.moveStage(name, stage, { from: version });
}

const gone = (id: string, version: string) => AvbError.of("STORE_VERSION_GONE", { id, version, store: "aws" });
