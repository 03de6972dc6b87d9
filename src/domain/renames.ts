import { ENV_NAME } from "./env-format/rules.ts";
import { AvbError } from "./errors/avb-error.ts";

/** A variable that an application knows by another name. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Reads `A=B`; ENV_RENAME_FORM for anything else. */
export function parseRename(text: string): Rename {
  const at = text.indexOf("=");
  const change = { from: text.slice(0, Math.max(at, 0)), to: text.slice(at + 1) };
  if (!ENV_NAME.test(change.from) || !ENV_NAME.test(change.to)) throw AvbError.of("ENV_RENAME_FORM", { text });
  return change;
}
