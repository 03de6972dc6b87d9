/** Where AWS is asked, and as whom: what is left out is found by AWS's own rules (variables, `~/.aws`, SSO). */
export interface AwsPlace {
  readonly profile?: string;
  readonly region?: string;
  /** Another server in AWS's place. */
  readonly endpoint?: string;
  /** The process's variables, of which keys are taken where no profile is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Who was let in (STS GetCallerIdentity), and the region that is really asked. */
export interface AwsCaller {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

/** A version of a secret with its value. */
export interface AwsVersion {
  readonly version: string;
  readonly createdAtMs: number;
  readonly isCurrent: boolean;
  /** Undefined where the value is binary. */
  readonly text?: string;
}

/** What describes a secret: never its value. */
export interface AwsDescription {
  readonly tags: Readonly<Record<string, string>>;
  /** When it goes for good, for one that is marked as deleted. */
  readonly removedUntilMs?: number;
  /** Versions by id, with when they were made and the labels they carry. */
  readonly versions: readonly {
    readonly version: string;
    readonly createdAtMs: number;
    readonly stages: readonly string[];
  }[];
}

/** Why AWS did not do it. */
export type AwsRefusalKind =
  | "absent"
  /** Marked as deleted. */
  | "removed"
  | "exists"
  /** A label is not where it was said to be: somebody else wrote. */
  | "moved"
  | "denied"
  | "login"
  | "throttled"
  | "unreachable"
  | "other";

/** AWS's refusal, in its own words: they may say back what was sent. `action` is the permission that lacks, where it names one. */
export class AwsRefusal extends Error {
  readonly kind: AwsRefusalKind;
  readonly action: string | undefined;

  constructor(kind: AwsRefusalKind, why: string, action?: string) {
    super(why);
    this.name = "AwsRefusal";
    this.kind = kind;
    this.action = action;
  }
}

/** A secret that is made, or a value that is added to one. */
export interface AwsValue {
  readonly name: string;
  readonly text: string;
  /** Names the new version; the same again is the same version. */
  readonly version: string;
}

/** Secrets Manager of one account and region. Whatever is refused is an AwsRefusal; too many requests are sent again later. */
export interface AwsSecrets {
  caller(): Promise<AwsCaller>;
  /** The current versions by name; a refusal in place of one that cannot be had. Any number of names. */
  values(names: readonly string[]): Promise<ReadonlyMap<string, AwsVersion | AwsRefusal>>;
  /** A version by its id, or the current one. */
  value(name: string, version?: string): Promise<AwsVersion>;
  /** With all versions that are there, labelled or not. */
  describe(name: string, withVersions?: boolean): Promise<AwsDescription>;
  create(value: AwsValue, tags: Readonly<Record<string, string>>, kmsKey?: string): Promise<void>;
  /** Adds a version with these labels. */
  put(value: AwsValue, stages: readonly string[]): Promise<void>;
  /** Moves a label; `moved` where it was not on `from`. */
  moveStage(name: string, stage: string, move: { readonly from?: string; readonly to?: string }): Promise<void>;
  tag(name: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Marks as deleted for that many days; returns when it goes for good. */
  remove(name: string, days: number): Promise<number>;
  restore(name: string): Promise<void>;
}

/** The door to AWS. */
export interface Aws {
  secrets(place: AwsPlace): AwsSecrets;
}
