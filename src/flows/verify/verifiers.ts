import type { Verifier } from "./verifier.ts";

/** By section, in the order of the report; each is loaded only where it is asked for. */
export const VERIFIERS: Readonly<Record<string, () => Promise<Verifier>>> = {
  lago: async () => (await import("./verify-lago.ts")).lagoVerifier,
};
