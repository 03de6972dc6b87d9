import { AvbError } from "../../../domain/errors/avb-error.ts";
import { spanMs } from "../../../domain/since.ts";
import type { RotationRun } from "./rotation-run.ts";

/** How long the old value stays (ms): what the person, the configuration or the kind says; nothing where it may be in bad hands. */
export const graceOf = ({ means, way }: Pick<RotationRun, "means" | "way">): number =>
  means.compromised ? 0 : (means.graceMs ?? way.graceMs);

/** How long the old value is to stay (ms); undefined where nobody says. USAGE (2) for a text that is no time span. */
export function graceFrom(text: string | undefined): number | undefined {
  if (text === undefined || text === "0") return text === undefined ? undefined : 0;
  const span = spanMs(text);
  if (span !== undefined) return span;
  throw AvbError.of("USAGE", { what: "--grace takes a time span such as 90s, 2h or 1d, or 0", help: "--grace 2h" });
}
