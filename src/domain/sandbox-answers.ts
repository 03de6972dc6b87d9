import type { IdentityDocument } from "./identity.ts";
import { shapeProblems } from "./identity-shape.ts";
import { type ClockMove, isInstant, isOffset, type SandboxTime } from "./sandbox-clock.ts";
import type { HeldIdentities, IdentityKind, ServerHealth } from "./sandbox-protocol.ts";
import { type Guard, isCount, isListOf, isMapOf, isPositive, isRecordOf, isText, isWord } from "./shape.ts";

/** Things of one kind, as the document's own checks want them. */
const all = <Kind>(kind: IdentityKind): Guard<readonly Kind[]> =>
  isListOf((value: unknown): value is Kind => shapeProblems(kind, value).length === 0);

/** The identities of a realm, each of them whole. */
export const isIdentityDocument = isRecordOf<IdentityDocument>({
  realm: isWord,
  tenants: all("tenant"),
  roles: all("role"),
  groups: all("group"),
  users: all("user"),
  clients: all("client"),
});

/** What the server answers to who is there. */
export const isServerHealth = isRecordOf<ServerHealth>({
  instance: isWord,
  version: isText,
  pid: isPositive,
  uptimeMs: isCount,
});

/** What the server answers to which identities it holds. */
export const isHeldIdentities = isRecordOf<HeldIdentities>({
  document: isIdentityDocument,
  fingerprints: isMapOf(isText),
});

/** A token that was made to order. */
export const isMadeToken = isRecordOf<{ readonly access_token: string; readonly expires_in: number }>({
  access_token: isWord,
  expires_in: isCount,
});

/** The keys before and after a rotation. */
export const isRotation = isRecordOf<{ readonly kid: string; readonly previous: string }>({
  kid: isWord,
  previous: isWord,
});

/** What the server's clock shows. */
export const isSandboxTime = isRecordOf<SandboxTime>({ nowMs: isInstant, offsetMs: isOffset });

/** What happened when the clock was moved. */
export const isClockMove = isRecordOf<ClockMove>({
  nowMs: isInstant,
  offsetMs: isOffset,
  invoices: isCount,
  webhooks: isCount,
  sessionsEnded: isCount,
});

/** How many changes were written. */
export const isApplied = isRecordOf<{ readonly applied: number }>({ applied: isCount });
