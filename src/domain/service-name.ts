import { closest } from "./closest.ts";
import { AvbError } from "./errors/avb-error.ts";

/** Where a service's name was given with `--service`, and which names would do. */
export interface NameAsked {
  readonly known: readonly string[];
  /** The command that has the option. */
  readonly command: string;
  /** What shows the names, where none of them is near. */
  readonly otherwise: string;
}

/** Nothing for a known name; SERVICE_UNKNOWN, with the one that was probably meant, for any other. */
export function checkServiceName(name: string, { known, command, otherwise }: NameAsked): void {
  if (known.includes(name)) return;
  const meant = closest(name, known);
  throw AvbError.of("SERVICE_UNKNOWN", {
    name,
    option: "--service",
    meant: meant === undefined ? "" : ` (did you mean ${meant}?)`,
    known: known.join(", "),
    fix: meant === undefined ? otherwise : `${command} --service ${meant}`,
  });
}
