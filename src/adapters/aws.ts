import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { type Aws, type AwsPlace, AwsRefusal, type AwsSecrets, type AwsVersion } from "../domain/aws.ts";
import { awsAnswered, refusalOf } from "./aws-refusal.ts";
import { addressOf, settingsOf } from "./aws-settings.ts";

/** Secrets that one BatchGetSecretValue takes (Secrets Manager API reference). */
const BATCH = 20;

/** Secrets Manager through AWS's own client, loaded with the first question; its rules find the account. */
export const awsSdk: Aws = {
  secrets(place) {
    let opened: Promise<SecretsManager> | undefined;
    const ask = async <Result>(call: (client: SecretsManager) => Promise<Result>): Promise<Result> => {
      opened ??= import("@aws-sdk/client-secrets-manager").then(
        // CommonJS packages: in the bundle they have no names of their own, only the default.
        ({ default: library }) => new library.SecretsManager(settingsOf(place)),
      );
      const client = await opened;
      return awsAnswered(
        () => call(client),
        async () => addressOf(place, "secretsmanager", await client.config.region()),
      );
    };
    return { caller: () => callerOf(place, () => ask((client) => client.config.region())), ...verbs(ask) };
  },
};

type Ask = <Result>(call: (client: SecretsManager) => Promise<Result>) => Promise<Result>;

const verbs = (ask: Ask): Omit<AwsSecrets, "caller"> => ({
  ...reading(ask),
  create: async ({ name, text, version }, tags, kmsKey) => {
    const more = { ClientRequestToken: version, Tags: tagList(tags), ...(kmsKey && { KmsKeyId: kmsKey }) };
    await ask((client) => client.createSecret({ Name: name, SecretString: text, ...more }));
  },
  put: async ({ name, text, version }, stages) => {
    const more = { ClientRequestToken: version, VersionStages: [...stages] };
    await ask((client) => client.putSecretValue({ SecretId: name, SecretString: text, ...more }));
  },
  moveStage: async (name, stage, { from, to }) => {
    const ids = { ...(from && { RemoveFromVersionId: from }), ...(to && { MoveToVersionId: to }) };
    await ask((client) => client.updateSecretVersionStage({ SecretId: name, VersionStage: stage, ...ids }));
  },
  tag: async (name, tags) => {
    await ask((client) => client.tagResource({ SecretId: name, Tags: tagList(tags) }));
  },
  remove: async (name, days) => {
    const { DeletionDate } = await ask((client) => client.deleteSecret({ SecretId: name, RecoveryWindowInDays: days }));
    return timeOf(DeletionDate);
  },
  restore: async (name) => {
    await ask((client) => client.restoreSecret({ SecretId: name }));
  },
});

const reading = (ask: Ask): Pick<AwsSecrets, "values" | "value" | "describe"> => ({
  values: async (names) => {
    const batches = Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
      names.slice(index * BATCH, (index + 1) * BATCH),
    );
    const answers = await Promise.all(batches.map((batch) => valuesOf(ask, batch)));
    const found = new Map(answers.flatMap((answer) => [...answer]));
    // Moto answers with the first version where AWS answers with the current one.
    for (const [name, one] of found) if (isOutdated(one)) found.set(name, await current(ask, name));
    return found;
  },
  value: async (name, version) => {
    if (version === undefined) return current(ask, name);
    return versionOf(await ask((client) => client.getSecretValue({ SecretId: name, VersionId: version })));
  },
  describe: async (name, withVersions = false) => {
    const { Tags = [], DeletedDate } = await ask((client) => client.describeSecret({ SecretId: name }));
    return {
      tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
      ...(DeletedDate && { removedUntilMs: timeOf(DeletedDate) }),
      versions: withVersions ? await versionsOf(ask, name) : [],
    };
  },
});

const CURRENT = "AWSCURRENT";

const current = async (ask: Ask, name: string): Promise<AwsVersion> =>
  versionOf(await ask((client) => client.getSecretValue({ SecretId: name, VersionStage: CURRENT })));

const isOutdated = (one: AwsVersion | AwsRefusal): boolean => !(one instanceof AwsRefusal) && !one.isCurrent;

/** What an answer leaves out of a batch is on a next page, or a refusal of its own. */
async function valuesOf(ask: Ask, names: readonly string[]): Promise<ReadonlyMap<string, AwsVersion | AwsRefusal>> {
  const found = new Map<string, AwsVersion | AwsRefusal>();
  let next: string | undefined;
  do {
    const page = await ask((client) =>
      client.batchGetSecretValue({ SecretIdList: [...names], ...(next && { NextToken: next }) }),
    );
    for (const value of page.SecretValues ?? []) found.set(value.Name ?? "", versionOf(value));
    for (const { SecretId = "", ErrorCode = "", Message = "" } of page.Errors ?? [])
      found.set(SecretId, refusalOf({ name: ErrorCode, message: Message }));
    next = page.NextToken;
  } while (next);
  return found;
}

async function versionsOf(ask: Ask, name: string) {
  const versions: { version: string; createdAtMs: number; stages: readonly string[] }[] = [];
  let next: string | undefined;
  do {
    const more = { IncludeDeprecated: true, MaxResults: 100, ...(next && { NextToken: next }) };
    const page = await ask((client) => client.listSecretVersionIds({ SecretId: name, ...more }));
    for (const { VersionId = "", CreatedDate, VersionStages: stages = [] } of page.Versions ?? [])
      versions.push({ version: VersionId, createdAtMs: timeOf(CreatedDate), stages });
    next = page.NextToken;
  } while (next);
  return versions;
}

/** STS has a client of its own, and is asked where Secrets Manager is. */
async function callerOf(place: AwsPlace, regionOf: () => Promise<string>) {
  const region = await regionOf();
  const { default: library } = await import("@aws-sdk/client-sts");
  const { Account, Arn } = await awsAnswered(
    () => new library.STS({ ...settingsOf(place), region }).getCallerIdentity({}),
    async () => addressOf(place, "sts", region),
  );
  if (Account === undefined || Arn === undefined) throw new AwsRefusal("other", "its answer names no account");
  return { account: Account, arn: Arn, region };
}

interface SdkVersion {
  readonly VersionId?: string | undefined;
  readonly CreatedDate?: Date | undefined;
  readonly SecretString?: string | undefined;
  readonly VersionStages?: readonly string[] | undefined;
}

function versionOf(value: SdkVersion): AwsVersion {
  const { VersionId = "", CreatedDate, SecretString, VersionStages = [] } = value;
  const text = SecretString === undefined ? {} : { text: SecretString };
  const isCurrent = VersionStages.includes(CURRENT);
  return { version: VersionId, createdAtMs: timeOf(CreatedDate), isCurrent, ...text };
}

const timeOf = (date: Date | undefined): number => date?.getTime() ?? 0;

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
