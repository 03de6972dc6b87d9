import { ADMIN_OBLIGATIONS } from "./idp-admin-obligations.ts";
import type { IdpObligations } from "./idp-calls.ts";
import { SESSION_OBLIGATIONS } from "./idp-session-obligations.ts";
import { SIGN_IN_OBLIGATIONS } from "./idp-sign-in-obligations.ts";
import { TOKEN_OBLIGATIONS } from "./idp-token-obligations.ts";

/** What both must keep to, each as a sentence. What is answered is compared with what is said here, not with the other one. */
export const IDP_OBLIGATIONS: IdpObligations = {
  ...TOKEN_OBLIGATIONS,
  ...SIGN_IN_OBLIGATIONS,
  ...SESSION_OBLIGATIONS,
  ...ADMIN_OBLIGATIONS,
};
