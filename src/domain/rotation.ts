import type { Environment } from "./credential.ts";
import { ENVIRONMENTS } from "./credential.ts";
import { STORE_IDS, type StoreId } from "./credential-store.ts";
import { isCount, isListOf, isMapOf, isOneOf, isRecordOf, isText, isWord } from "./shape.ts";

/** The steps of a rotation, in their order. */
export const ROTATION_STEPS = [
  ...(["precheck", "issue", "stage", "verify", "promote", "tell"] as const),
  ...(["health", "grace", "idle", "revoke", "dead", "tag"] as const),
] as const;

/** The steps of the way back, in their order. */
export const ROLLBACK_STEPS = ["still-good", "revert", "tell-back", "health-back", "withdraw"] as const;

/** A step of a rotation or of the way back. */
export type RotationStepId = (typeof ROTATION_STEPS)[number] | (typeof ROLLBACK_STEPS)[number];

/** What is known of a rotation besides its steps; never a value, but fingerprints of values. */
export type RotationFacts = Readonly<Record<string, string>>;

/** A step that came to its end. */
export interface DoneStep {
  readonly step: string;
  readonly atMs: number;
  readonly says: string;
}

/** Where a rotation stands, as it is kept until its end (0600, in the state folder). */
export interface RotationJournal {
  readonly avb: 1;
  /** Names this rotation, and the new key at its vendor. */
  readonly rotation: string;
  readonly id: string;
  readonly environment: Environment;
  readonly store: StoreId;
  readonly beganAtMs: number;
  /** The step that is under way: it may have been done in part, or wholly. */
  readonly step: RotationStepId;
  readonly facts: RotationFacts;
  readonly done: readonly DoneStep[];
}

/** Whether a text of the state folder is a rotation's journal. */
export const isRotationJournal = isRecordOf<RotationJournal>({
  avb: isOneOf([1] as const),
  rotation: isWord,
  id: isWord,
  environment: isOneOf(ENVIRONMENTS),
  store: isOneOf(STORE_IDS),
  beganAtMs: isCount,
  step: isOneOf([...ROTATION_STEPS, ...ROLLBACK_STEPS]),
  facts: isMapOf(isText),
  done: isListOf(isRecordOf<DoneStep>({ step: isWord, atMs: isCount, says: isText })),
});

/** Whether a step belongs to the way back. */
export const isOnTheWayBack = (step: RotationStepId): boolean => ROLLBACK_STEPS.some((one) => one === step);

/** Whether a rotation that stands at this step may have made its new version the current one. */
export const mayBePromoted = (step: RotationStepId): boolean =>
  ROTATION_STEPS.slice(ROTATION_STEPS.indexOf("promote")).some((one) => one === step);

/** A step of a rotation, as it was done or will be. */
export interface ToldStep {
  readonly step: string;
  readonly says: string;
}

/** What became of a rotation, or would. */
export interface RotateResult {
  readonly id: string;
  readonly environment: string;
  readonly store: StoreId;
  readonly way: string;
  readonly state: "done" | "waiting" | "rolled back" | "planned" | "nothing";
  /** Names the new key at its vendor. */
  readonly rotation?: string;
  readonly steps: readonly ToldStep[];
  /** When a waiting one goes on. */
  readonly until?: string;
}
