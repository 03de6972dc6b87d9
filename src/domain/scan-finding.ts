import type { Place } from "./errors/avb-error.ts";
import type { HitKind } from "./secret-scan.ts";

/** Where something was looked for. */
export const SCAN_PLACES = ["tree", "staged", "history", "container", "store"] as const;

/** One of those places. */
export type ScanPlace = (typeof SCAN_PLACES)[number];

/** Something that was found; never its value. */
export interface Finding {
  readonly kind: HitKind | "allow-list";
  readonly rule: string;
  /** What the rule finds, for people. */
  readonly says: string;
  readonly where: ScanPlace;
  /** The file from the repository's root, or the name of the container or the store. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly credential?: string;
  /** The beginning of the value's sha256. */
  readonly fingerprint: string;
  readonly encoding?: "base64";
  /** The commit that brought it, in history. */
  readonly commit?: string;
  /** The file is one that git ignores. */
  readonly ignored?: true;
}

/** What was not looked into, and why. */
export interface Skipped {
  readonly path: string;
  readonly why: string;
}

/** How much was looked through. */
export interface Looked {
  readonly files: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly containers: number;
  readonly stores: number;
}

/** What a look at one place gave. */
export interface ScanPart {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
  readonly looked: Partial<Looked>;
}

/** An entry of the allow-list: what it lets pass, why, and until when (a day, which still counts). */
export interface Allowed {
  readonly rule?: string;
  readonly path?: string;
  readonly fingerprint?: string;
  readonly reason: string;
  readonly expires: string;
  readonly place: Place;
}
