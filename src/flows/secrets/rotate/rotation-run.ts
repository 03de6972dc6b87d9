import type { Credential } from "../../../domain/credential.ts";
import type { CredentialStore, FieldValues, PendingVersions } from "../../../domain/credential-store.ts";
import type { RotationFacts, RotationJournal, RotationStepId } from "../../../domain/rotation.ts";
import type { ConsumerWish, RotationWish } from "../../../domain/rotation-wish.ts";
import type { Secrets } from "../open-secrets.ts";
import type { Typist } from "../typed-values.ts";

/** Somebody at a terminal who does what no API does. */
export interface Hand extends Typist {
  yes(message: string, fallback: boolean): Promise<boolean>;
}

/** What the person wants and can give. */
export interface RotationMeans {
  readonly signal: AbortSignal;
  /** Absent without a terminal. */
  readonly hand?: Hand | undefined;
  /** What was piped in; asked for only where a person must give the new value. */
  piped(): Promise<string>;
  /** The person says that what must be clicked was clicked. */
  readonly yes: boolean;
  /** Revoke without waiting, though the old one is in use. */
  readonly compromised: boolean;
  readonly graceMs?: number;
  /** The algorithm of a new signing key; that of the old one when absent. */
  readonly algorithm?: string;
  /** For each request to a vendor (ms). */
  readonly deadlineMs?: number;
  say(text: string): void;
}

/** Somebody who is told of a new value. */
export interface Consumer {
  /** For people: `kubectl deployment/api`. */
  readonly name: string;
  readonly wish: ConsumerWish;
  readonly timeoutMs: number;
  readonly kind: ConsumerKind;
}

/** One telling of one consumer; why it did not come about, or nothing. */
export type Telling = (run: RotationRun, consumer: Consumer) => Promise<string | undefined>;

/** How a kind of consumer is told, and how it is seen to be well. */
export interface ConsumerKind {
  nameOf(wish: ConsumerWish): string;
  /** Before anything is done: whether it could be told. */
  readonly reach: Telling;
  readonly tell: Telling;
  readonly isWell: Telling;
  /** What helps where it cannot be reached. */
  readonly fix: string;
}

/** A rotation under way. */
export interface RotationRun {
  readonly secrets: Secrets;
  readonly credential: Credential;
  readonly means: RotationMeans;
  readonly wish: RotationWish;
  readonly consumers: readonly Consumer[];
  readonly way: RotationWay;
  readonly store: CredentialStore & { readonly pending: PendingVersions };
  readonly journal: RotationJournal;
  /** A new value that lies nowhere else yet. */
  readonly fresh?: FieldValues;
}

/** What is known of a value: `unasked` where nobody can be asked. */
export interface Judgement {
  readonly state: "good" | "bad" | "unknown" | "unasked";
  readonly says: string;
  /** What it should be allowed to do and is not. */
  readonly lacks?: readonly string[];
}

/** How a kind of credential is replaced: what the steps cannot know. */
export interface RotationWay {
  readonly kind: "API" | "by hand" | "on this machine" | "database";
  /** The fields that get new values. */
  readonly fields: readonly string[];
  /** How long the old one stays (ms), when nobody says. */
  readonly graceMs: number;
  /** What issuing and revoking will be, for a plan. */
  readonly plan: { readonly issue: string; readonly revoke: string };
  /** Looks for what it needs, before anything is done; what it found goes into the journal. */
  prepare(run: RotationRun, old: FieldValues): Promise<RotationFacts>;
  /** Makes the new value. Whatever an earlier try of this rotation has left is taken away first. */
  issue(run: RotationRun): Promise<{ readonly fields: FieldValues; readonly facts?: RotationFacts }>;
  judge(run: RotationRun, values: FieldValues): Promise<Judgement>;
  /** When the old one was last used (ms); undefined where nobody tells. */
  lastUsedMs?(run: RotationRun): Promise<number | undefined>;
  /** Makes the old one void; what is void already stays so. Returns what was done. */
  revoke(run: RotationRun): Promise<string>;
  /** Makes the new one void. */
  withdraw(run: RotationRun): Promise<string>;
}

/** How a step ended. */
export type StepEnd =
  | { readonly kind: "done"; readonly says: string; readonly facts?: RotationFacts; readonly fresh?: FieldValues }
  /** What it needs is gone: an earlier step is done once more. */
  | { readonly kind: "again"; readonly from: RotationStepId; readonly says: string }
  | { readonly kind: "wait"; readonly says: string; readonly untilMs: number };

/** A step of a rotation. Doing it twice is as doing it once. */
export interface RotationStep {
  readonly id: RotationStepId;
  /** What it will do, for a plan. */
  title(run: Pick<RotationRun, "way" | "credential" | "consumers" | "means" | "wish">): string;
  run(run: RotationRun): Promise<StepEnd>;
}

/** The end of a step that did its work. */
export const done = (says: string, facts?: RotationFacts): StepEnd => ({ kind: "done", says, ...(facts && { facts }) });

/** What a person types for this rotation. */
export const commandOf = ({ id, environment, store }: Pick<RotationJournal, "id" | "environment" | "store">): string =>
  `avb secrets rotate ${id} --environment ${environment} --store ${store}`;
