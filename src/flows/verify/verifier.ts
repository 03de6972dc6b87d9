import type { Proof } from "../../domain/proof.ts";
import type { SeedSubject } from "../seeding/seeder.ts";

/** Whose stack is proved. */
export interface ProofSubject extends SeedSubject {
  /** The engine's ids of the stack's running containers, by their own names such as `postgres` or `lago-api`. */
  readonly ids: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /** Said while it goes on, replaced by the next. */
  progress(text: string): void;
}

/** How one part of a stack is proved. */
export interface Verifier {
  readonly id: string;
  readonly title: string;
  /** The service that must run as a real one; absent for a part that needs none, or sees to that itself. */
  readonly service?: string;
  /** Tries every claim. What cannot be asked at all is broken, never left out; an AvbError is thrown only for what makes all claims void. */
  prove(subject: ProofSubject): Promise<readonly Proof[]>;
}
