import type { AccessFact } from "../../domain/access.ts";
import { literal, url } from "../../domain/env-value.ts";

/** The secret store: its page and the development token. */
export const vaultAccess: readonly AccessFact[] = [
  { kind: "url", label: "API and page", value: url("vault", "http"), page: true },
  { kind: "key", label: "token", value: literal("devtoken") },
];
