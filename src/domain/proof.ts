/** What came of one claim that was tried. */
export type ProofOutcome = "held" | "broken" | "skipped";

/** One claim about the running stack, tried: `what must be allowed is, and everything else is refused`. */
export interface Proof {
  /** Stable and unique, dotted, beginning with the section: `vault.backend.read.secret-data-agentvoicebox-backend`. */
  readonly id: string;
  /** The claim as a sentence without a full stop: `backend may read secret/data/agentvoicebox/backend/*`. */
  readonly claim: string;
  readonly outcome: ProofOutcome;
  /** For a broken one what was seen instead; for a skipped one why; safe to print. */
  readonly said?: string;
  /** What helps against a broken one: a command. */
  readonly fix?: string;
  /** How long it took in milliseconds, where that is part of what is shown. */
  readonly ms?: number;
}

/** The proofs of one part of the stack, with how long they took together. */
export interface ProvenSection {
  readonly id: string;
  readonly title: string;
  readonly proofs: readonly Proof[];
  readonly ms: number;
}

/** How many proofs there are of each outcome. */
export interface ProofCounts {
  readonly held: number;
  readonly broken: number;
  readonly skipped: number;
}

/** What `verify` found of a stack. */
export interface VerifyReport {
  readonly mode: string;
  readonly slot: number;
  /** The checkout's readable name. */
  readonly checkout: string;
  /** When it began, in milliseconds since 1970. */
  readonly atMs: number;
  readonly ms: number;
  /** True when no claim is broken. */
  readonly holds: boolean;
  readonly counts: ProofCounts;
  readonly sections: readonly ProvenSection[];
}

/** The counts of some proofs. */
export const countProofs = (proofs: readonly Proof[]): ProofCounts => {
  const of = (outcome: ProofOutcome) => proofs.filter((proof) => proof.outcome === outcome).length;
  return { held: of("held"), broken: of("broken"), skipped: of("skipped") };
};

/** The broken proofs of a report, in its order. */
export const brokenOf = ({ sections }: Pick<VerifyReport, "sections">): readonly Proof[] =>
  sections.flatMap(({ proofs }) => proofs.filter(({ outcome }) => outcome === "broken"));
