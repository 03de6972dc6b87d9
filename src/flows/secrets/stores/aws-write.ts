import { awsNameOf } from "../../../credentials/places.ts";
import { awsTags } from "../../../credentials/tags.ts";
import { AwsRefusal, type AwsVersion } from "../../../domain/aws.ts";
import type { StoreChange, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { hiding } from "../hiding.ts";
import type { StoreTools } from "../store-tools.ts";
import { type AwsSession, toldAs } from "./aws-session.ts";
import { type HeldObject, heldObject, holds, textWith } from "./json-value.ts";
import { untilAlone } from "./until-alone.ts";
import { type Outcome, writeEach } from "./write-each.ts";

const MOST_BYTES = 65_536;

/** Writes each on its own, the result of each in their order; one that is refused stops no other. */
export function writeAws(
  tools: StoreTools,
  session: AwsSession,
  changes: readonly StoreChange[],
): Promise<readonly StoreResult[]> {
  return writeEach(changes, {
    write: (change) => written({ tools, session, change }),
    told: (cause, { fields }) => toldAs(cause, session, hiding(fields)),
  });
}

interface Writing {
  readonly tools: StoreTools;
  readonly session: AwsSession;
  readonly change: StoreChange;
}

/** What was not there when it was read may be there when it is made. */
function written(writing: Writing): Promise<Outcome> {
  const name = awsNameOf(writing.change.credential, writing.tools.environment);
  const isMade = (error: unknown) => error instanceof AwsRefusal && error.kind === "exists";
  const isMoved = (error: unknown) => isMade(error) || (error instanceof AwsRefusal && error.kind === "moved");
  return untilAlone(writing.tools, { store: "aws", name, isMoved }, (before) =>
    writtenOnce(writing, name, isMade(before)),
  );
}

/** Reads, sets the fields, and puts that in place of what was read and of nothing else. */
async function writtenOnce(writing: Writing, name: string, isMade: boolean): Promise<Outcome> {
  const { tools, session, change } = writing;
  const { held, object } = await heldIn(session, name, change);
  if (held !== undefined && holds(object, change.fields)) return { outcome: "same", version: held.version };
  const value = { name, text: textWith(object, change.fields), version: tools.world.random.uuid() };
  requireSize(change, value.text);
  if (held !== undefined) await exchange(writing, value, held.version);
  else if (isMade) await put(writing, value);
  else await session.aws.create(value, awsTags(change.tags), kmsKeyOf(tools));
  return { outcome: "written", version: value.version };
}

interface Held {
  readonly held?: AwsVersion;
  readonly object: HeldObject;
}

/** What was removed is brought back first, and its values are not taken over. */
async function heldIn({ aws }: AwsSession, name: string, { credential }: StoreChange): Promise<Held> {
  try {
    const held = await aws.value(name);
    return { held, object: heldObject(credential, held.text ?? "") ?? {} };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    if (error.kind === "absent") return { object: {} };
    if (error.kind !== "removed") throw error;
    await aws.restore(name);
    return { held: await aws.value(name), object: {} };
  }
}

/**
 * AWS has no conditional write, but a label moves only from where it is said to be: the value is put under a label of its own,
 * and becomes the current one if nobody has made another current since.
 */
async function exchange(writing: Writing, value: Parameters<AwsSession["aws"]["put"]>[0], from: string): Promise<void> {
  const { aws } = writing.session;
  const { name, version } = value;
  const stage = `avb-${version}`;
  await aws.put(value, [stage]);
  try {
    await aws.moveStage(name, "AWSCURRENT", { from, to: version });
  } finally {
    await aws.moveStage(name, stage, { from: version });
  }
  await aws.tag(name, awsTags(writing.change.tags));
}

/** A secret that somebody made and gave no value yet. */
async function put({ session: { aws }, change }: Writing, value: Parameters<AwsSession["aws"]["put"]>[0]) {
  await aws.put(value, ["AWSCURRENT"]);
  await aws.tag(value.name, awsTags(change.tags));
}

/** STORE_VALUE_TOO_LARGE (3) before anything is sent. */
export function requireSize({ credential: { id } }: StoreChange, text: string): void {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MOST_BYTES) return;
  const sizes = { bytes: String(bytes), limit: String(MOST_BYTES) };
  throw AvbError.of("STORE_VALUE_TOO_LARGE", { id, field: "the JSON text", store: "the store aws", ...sizes });
}

/** A key of the account's own, where one is named: AWS's own key otherwise. */
const kmsKeyOf = ({ world: { host } }: StoreTools): string | undefined => host.env.AVB_AWS_KMS_KEY || undefined;
