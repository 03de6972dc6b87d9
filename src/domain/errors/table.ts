import { AZURE_ERRORS } from "./azure.ts";
import { CONFIG_ERRORS } from "./config.ts";
import { CONTAINER_ERRORS } from "./containers.ts";
import { CREDENTIAL_ERRORS } from "./credentials.ts";
import { DOCTOR_ERRORS } from "./doctor.ts";
import { ENGINE_ERRORS } from "./engine.ts";
import type { ErrorEntry, PlacesOf } from "./entry.ts";
import { ENV_ERRORS } from "./env.ts";
import { GENERAL_ERRORS } from "./general.ts";
import { IMAGE_ERRORS } from "./images.ts";
import { LIFECYCLE_ERRORS } from "./lifecycle.ts";
import { LIVE_ERRORS } from "./live.ts";
import { OPEN_ERRORS } from "./open.ts";
import { OWN_ERRORS } from "./own.ts";
import { PAYPAL_ERRORS } from "./paypal.ts";
import { PLAN_ERRORS } from "./plan.ts";
import { POLICY_ERRORS } from "./policy.ts";
import { PORT_ERRORS } from "./port.ts";
import { PROCESS_ERRORS } from "./process.ts";
import { RENDER_ERRORS } from "./render.ts";
import { ROTATION_ERRORS } from "./rotations.ts";
import { SANDBOX_ERRORS } from "./sandbox.ts";
import { SCAN_ERRORS } from "./scan.ts";
import { SEED_ERRORS } from "./seed.ts";
import { STATE_ERRORS } from "./state.ts";
import { STORE_KEY_ERRORS } from "./store-keys.ts";
import { STORE_ERRORS } from "./stores.ts";
import { VAULT_ERRORS } from "./vault.ts";
import { VERB_ERRORS } from "./verbs.ts";
import { VERIFY_ERRORS } from "./verify.ts";

/** Every error avb can end with, by its stable code; `docs/errors.md` is printed from it. */
export const ERRORS = {
  ...AZURE_ERRORS,
  ...CONFIG_ERRORS,
  ...CONTAINER_ERRORS,
  ...CREDENTIAL_ERRORS,
  ...DOCTOR_ERRORS,
  ...ENGINE_ERRORS,
  ...ENV_ERRORS,
  ...OPEN_ERRORS,
  ...OWN_ERRORS,
  ...PAYPAL_ERRORS,
  ...PLAN_ERRORS,
  ...POLICY_ERRORS,
  ...PORT_ERRORS,
  ...GENERAL_ERRORS,
  ...IMAGE_ERRORS,
  ...LIFECYCLE_ERRORS,
  ...LIVE_ERRORS,
  ...PROCESS_ERRORS,
  ...RENDER_ERRORS,
  ...ROTATION_ERRORS,
  ...SANDBOX_ERRORS,
  ...SCAN_ERRORS,
  ...SEED_ERRORS,
  ...STATE_ERRORS,
  ...STORE_ERRORS,
  ...STORE_KEY_ERRORS,
  ...VAULT_ERRORS,
  ...VERB_ERRORS,
  ...VERIFY_ERRORS,
} as const;

/** A stable error code; scripts may rely on it. */
export type ErrorCode = keyof typeof ERRORS;

/** The facts that an error of this code must carry. */
export type FactsOf<Code extends ErrorCode> = Readonly<
  Record<PlacesOf<(typeof ERRORS)[Code]["says"]> | PlacesOf<(typeof ERRORS)[Code]["fixes"][number]>, string>
>;

/** The row of a code. */
export const entryOf = (code: ErrorCode): ErrorEntry => ERRORS[code];
