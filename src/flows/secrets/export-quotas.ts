import { dayOf } from "../../credentials/due.ts";
import type { Credential, QuotaLimits } from "../../domain/credential.ts";
import type { Exported } from "./export-values.ts";
import type { Secrets } from "./open-secrets.ts";

/** The limits of one service, for programs. */
export interface ServiceLimits extends QuotaLimits {
  readonly service: string;
}

/** A file of limits that an application can hold itself to. */
export interface QuotaFile {
  readonly version: 1;
  readonly printed: string;
  readonly services: Readonly<Record<string, ServiceLimits>>;
}

/** The figures of the quota table by credential; a figure that the document does not give is not there. */
export function quotaFile(all: readonly Credential[], nowMs: number): QuotaFile {
  const services = all.flatMap(({ id, quota }) =>
    quota === undefined ? [] : [[id, { service: quota.title, ...quota.limits }] as const],
  );
  return { version: 1, printed: dayOf(nowMs), services: Object.fromEntries(services) };
}

/** The file of limits as a text; no store is opened. */
export const limits = ({ all, tools: { world } }: Secrets): Exported => ({
  text: `${JSON.stringify(quotaFile(all, world.clock.now()), null, 2)}\n`,
  ids: [],
});
