import { awsNameOf } from "../../../credentials/places.ts";
import { AwsRefusal, type AwsVersion } from "../../../domain/aws.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { CredentialStore, StoredVersion, StoreFacts, StoreLook } from "../../../domain/credential-store.ts";
import { atATime } from "../at-a-time.ts";
import type { StoreTools } from "../store-tools.ts";
import { awsPending, CURRENT, PENDING } from "./aws-pending.ts";
import { type AwsSession, awsPlaceOf, openAws, toldAs } from "./aws-session.ts";
import { fieldsOf, type Named } from "./aws-value.ts";
import { writeAws } from "./aws-write.ts";

/** The longest that AWS lets a removed secret be brought back. */
const RECOVERY_DAYS = 30;
/** Versions that are shown: AWS keeps some hundred. */
const MOST_VERSIONS = 20;
/** Requests under way at the same time: the SDK opens no more than 50 connections. */
const AT_ONCE = 32;
/** Bytes of a secret's value (Secrets Manager quotas). */
const MOST_BYTES = 65_536;

/** AWS Secrets Manager: every credential a secret, its fields a JSON object. */
export const AWS_FACTS: StoreFacts = {
  ...{ id: "aws", title: "AWS Secrets Manager", writable: true, local: false },
  ...{ mostBytes: MOST_BYTES, mostBytesTogether: MOST_BYTES, recoveryDays: RECOVERY_DAYS },
};

/** Secrets Manager of the account that AWS's own variables lead to; who that is, is asked with the first question. */
export function awsStore(tools: StoreTools): CredentialStore {
  let opened: Promise<AwsSession> | undefined;
  const within = async <T>(act: (session: AwsSession) => Promise<T>): Promise<T> => {
    opened ??= openAws(tools);
    const session = await opened;
    return act(session).catch((error: unknown) => {
      throw toldAs(error, session);
    });
  };
  const named = (credential: Credential) => awsNameOf(credential, tools.environment);
  const { region = "the profile's region", endpoint = "AWS" } = awsPlaceOf(tools);
  return {
    facts: AWS_FACTS,
    where: `${endpoint}, ${region}`,
    pending: awsPending(tools, within),
    look: (credentials) =>
      within(async (session) => {
        const values = await session.aws.values(credentials.map(named));
        const looks = await atATime(credentials, AT_ONCE, async (one): Promise<readonly [string, StoreLook]> => {
          const name = named(one);
          return [one.id, await lookAt(session, { credential: one, name }, values.get(name))];
        });
        return new Map(looks);
      }),
    write: (changes) => within((session) => writeAws(tools, session, changes)),
    remove: (credential) => within((session) => removed(session, named(credential))),
    restore: (credential) => within((session) => restored(session, named(credential))),
    history: (credential) => within((session) => historyOf(session, { credential, name: named(credential) })),
  };
}

async function lookAt(
  { aws }: AwsSession,
  named: Named,
  value: AwsVersion | AwsRefusal | undefined,
): Promise<StoreLook> {
  if (value === undefined || isKind(value, "absent")) return { state: "absent" };
  if (isKind(value, "removed")) {
    const { removedUntilMs } = await aws.describe(named.name);
    return removedUntilMs === undefined ? { state: "absent" } : { state: "removed", untilMs: removedUntilMs };
  }
  if (value instanceof AwsRefusal) throw value;
  const { tags } = await aws.describe(named.name);
  const { version, createdAtMs } = value;
  return { state: "present", found: { fields: fieldsOf(named, value), version, storedAtMs: createdAtMs, tags } };
}

async function removed({ aws }: AwsSession, name: string): Promise<number | undefined> {
  const description = await aws.describe(name).catch(absent);
  if (description === undefined || description.removedUntilMs !== undefined) return undefined;
  return aws.remove(name, RECOVERY_DAYS);
}

async function restored({ aws }: AwsSession, name: string): Promise<boolean> {
  const description = await aws.describe(name).catch(absent);
  if (description?.removedUntilMs === undefined) return false;
  await aws.restore(name);
  return true;
}

/** What is marked as deleted gives nothing away; a version may vanish while it is asked for. */
async function historyOf({ aws }: AwsSession, named: Named): Promise<readonly StoredVersion[]> {
  const description = await aws.describe(named.name, true).catch(absent);
  if (description === undefined || description.removedUntilMs !== undefined) return [];
  const were = description.versions.filter(({ stages }) => !stages.includes(PENDING) || stages.includes(CURRENT));
  const newest = were.toReversed().toSorted((one, other) => other.createdAtMs - one.createdAtMs);
  const found = newest.slice(0, MOST_VERSIONS).map(async ({ version }): Promise<readonly StoredVersion[]> => {
    const value = await aws.value(named.name, version).catch(absent);
    return value === undefined ? [] : [{ version, storedAtMs: value.createdAtMs, fields: fieldsOf(named, value) }];
  });
  return (await Promise.all(found)).flat().toSorted((one, other) => other.storedAtMs - one.storedAtMs);
}

const isKind = (value: unknown, kind: AwsRefusal["kind"]): boolean =>
  value instanceof AwsRefusal && value.kind === kind;

function absent(error: unknown): undefined {
  if (isKind(error, "absent")) return undefined;
  throw error;
}
