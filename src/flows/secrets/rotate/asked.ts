import type { Environment } from "../../../domain/credential.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { RotateRequest } from "./open-rotation.ts";
import { commandOf } from "./rotation-run.ts";

/** Asks whether it is meant, or takes --yes; NEEDS_ANSWER (2) with neither, INTERRUPTED (130) for a no. */
export async function mustBeMeant({ means, ...request }: RotateRequest, environment: Environment): Promise<void> {
  if (means.yes) return;
  const command = `${commandOf({ ...request, environment })}${request.wish === "begin" ? "" : ` --${request.wish}`}`;
  if (means.hand === undefined)
    throw AvbError.of("NEEDS_ANSWER", { what: "'avb secrets rotate'", flag: `${command} --yes; see it first: --plan` });
  const verb = { begin: "Replace", resume: "Go on with replacing", rollback: "Go back to the old value of" }[
    request.wish
  ];
  if (await means.hand.yes(`${verb} ${request.id} in ${request.store} (${environment})?`, false)) return;
  throw AvbError.of("INTERRUPTED", { left: "nothing was changed", fix: `see what it would do: ${command} --plan` });
}
