/**
 * What a vendor's answer says of a credential. `restricted`: it works, and may not do what was asked. `indeterminate`: no
 * answer that says anything of it, so nothing is known.
 */
export type LiveState = "valid" | "restricted" | "invalid" | "indeterminate";

/** What a vendor said of a credential, or of a part of it; never a value. */
export interface LiveFinding {
  /** What was asked about, such as `API key`. */
  readonly what: string;
  readonly state: LiveState;
  readonly says: string;
  /** What it should be allowed to do and is not, in the vendor's words. */
  readonly missing?: readonly string[];
  /** What it may do beyond what it should. */
  readonly excess?: readonly string[];
  /** True for what was asked beside the credential itself, whose verdict does not hang on it. */
  readonly besides?: true;
}

/** True for what somebody has to act on. */
export const isFault = ({ state, missing = [], excess = [] }: LiveFinding): boolean =>
  state === "invalid" || missing.length + excess.length > 0;
