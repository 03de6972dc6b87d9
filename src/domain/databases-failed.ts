import { AvbError } from "./errors/avb-error.ts";
import { inOneLine, tailOf } from "./printable.ts";
import type { Output } from "./processes.ts";

const LONGEST = 300;

/** What psql gave up with: its first line in the sentence, and all of its lines below it where there are more. */
export function databasesFailed({ exitCode, stderr }: Pick<Output, "exitCode" | "stderr">): AvbError {
  const [first = "", ...others] = stderr.trim().split("\n");
  const why = inOneLine(first, LONGEST) || `psql ended with ${exitCode}`;
  return AvbError.of("DATABASES_FAILED", { why }, others.length === 0 ? {} : { detail: tailOf(stderr) });
}
