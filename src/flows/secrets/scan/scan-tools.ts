import { type Detector, detectorFor } from "../../../credentials/scan/own-hits.ts";
import type { Checkout } from "../../../domain/checkout.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { Finding, ScanPart, Skipped } from "../../../domain/scan-finding.ts";
import type { World } from "../../../domain/world.ts";

/** Files and blobs above this are not looked into, and said so: bytes. */
export const MOST_BYTES = 10 * 1024 * 1024;

/** What every look for secrets works with. */
export interface ScanTools {
  readonly world: World;
  readonly checkout: Checkout;
  readonly credentials: readonly Credential[];
  readonly detector: Detector;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** The tools for these credentials. */
export const scanTools = (tools: Omit<ScanTools, "detector">): ScanTools => ({
  ...tools,
  detector: detectorFor(tools.credentials),
});

/** Several parts as one. */
export const together = (
  parts: readonly ScanPart[],
): Pick<ScanPart, "findings" | "skipped"> & {
  readonly looked: { files: number; blobs: number; bytes: number; containers: number; stores: number };
} => ({
  findings: parts.flatMap(({ findings }) => findings),
  skipped: parts.flatMap(({ skipped }) => skipped),
  looked: parts.reduce(
    (sum, { looked }) => ({
      files: sum.files + (looked.files ?? 0),
      blobs: sum.blobs + (looked.blobs ?? 0),
      bytes: sum.bytes + (looked.bytes ?? 0),
      containers: sum.containers + (looked.containers ?? 0),
      stores: sum.stores + (looked.stores ?? 0),
    }),
    { files: 0, blobs: 0, bytes: 0, containers: 0, stores: 0 },
  ),
});

/** A part that is being gathered. */
export interface Gathering {
  readonly findings: Finding[];
  readonly skipped: Skipped[];
  files: number;
  bytes: number;
}

/** Nothing yet. */
export const gathering = (): Gathering => ({ findings: [], skipped: [], files: 0, bytes: 0 });

/** Says why a file was not looked into. */
export const tooLarge = (size: number, most: number): string =>
  `has ${Math.ceil(size / 1024)} KB, more than ${Math.floor(most / 1024)} KB`;
