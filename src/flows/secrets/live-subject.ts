import type { Credential } from "../../domain/credential.ts";
import type { FieldValues } from "../../domain/credential-store.ts";
import type { FieldStanding } from "./standing.ts";

/** A credential, what a store holds of it, and how its form was judged. */
export interface LiveSubject {
  readonly credential: Credential;
  readonly values: FieldValues;
  readonly fields: readonly FieldStanding[];
}
