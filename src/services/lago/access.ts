import type { AccessFact } from "../../domain/access.ts";
import { secret, url } from "../../domain/env-value.ts";

/** The billing API with its key, and Lago's own page. */
export const lagoAccess: readonly AccessFact[] = [
  { kind: "url", label: "API", value: url("lago", "api") },
  { kind: "key", label: "API key", value: secret("lago/api-key") },
  { kind: "url", label: "page", value: url("lago", "front"), realOnly: true, page: true },
];
