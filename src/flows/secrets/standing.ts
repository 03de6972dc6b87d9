import { judgeFormat } from "../../credentials/judge-format.ts";
import type { Credential, Environment } from "../../domain/credential.ts";
import type { StoredCredential, StoreLook } from "../../domain/credential-store.ts";

/** How a credential stands in a store. */
export type StandingState = "present" | "placeholder" | "incomplete" | "wrong form" | "absent" | "removed";

/** The verdict on one field; never its value. */
export interface FieldStanding {
  readonly field: string;
  readonly state: "good" | "placeholder" | "wrong" | "missing";
  /** What kind of value it is, or why it cannot be right. */
  readonly says: string;
}

/** How a credential stands in a store, field by field. */
export interface Standing {
  readonly state: StandingState;
  readonly fields: readonly FieldStanding[];
}

const WORST: readonly (readonly [FieldStanding["state"], StandingState])[] = [
  ["wrong", "wrong form"],
  ["placeholder", "placeholder"],
  ["missing", "incomplete"],
];

/** Judges what a store holds: the worst field speaks for all. */
export function standingOf(credential: Credential, look: StoreLook | undefined, environment: Environment): Standing {
  if (look?.state !== "present") return { state: look?.state ?? "absent", fields: [] };
  const fields = fieldsOf(credential, look.found, environment);
  const worst = WORST.find(([state]) => fields.some((one) => one.state === state));
  return { state: worst?.[1] ?? "present", fields };
}

const fieldsOf = (credential: Credential, { fields }: StoredCredential, environment: Environment) =>
  credential.fields.flatMap(({ name: field, format, optional }): readonly FieldStanding[] => {
    const secret = fields[field];
    if (secret === undefined) return optional ? [] : [{ field, state: "missing", says: "is not there" }];
    const verdict = judgeFormat(format, secret.reveal(), environment);
    if (verdict.state !== "good") return [{ field, state: verdict.state, says: verdict.why }];
    return [{ field, state: "good", says: [verdict.kind, verdict.note].filter((one) => one !== undefined).join(" ") }];
  });

/** True for what somebody has really stored: a placeholder is nobody's credential. */
export const isProvisioned = ({ state }: Standing): boolean => !["absent", "removed", "placeholder"].includes(state);
