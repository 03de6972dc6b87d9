import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of choosing what a stack runs. */
export const PLAN_ERRORS = {
  SERVICE_UNKNOWN: {
    exit: EXIT.usage,
    says: "'{name}' in {option} is not a service of the catalogue{meant}; the services are {known}",
    fixes: ["{fix}"],
  },
  SERVICE_WANTED_AND_NOT: {
    exit: EXIT.usage,
    says: "'{service}' is named by --with and by --without; it cannot both run and be left out",
    fixes: ["leave {service} out of one of them"],
  },
  SERVICE_EXTERNAL: {
    exit: EXIT.usage,
    says: "'{service}' is somebody else's API and never a container of ours, so --with cannot start it",
    fixes: ["leave {service} out of --with"],
  },
  SERVICE_NEEDED: {
    exit: EXIT.usage,
    says: "--without leaves out {needed}, which {service} cannot run without",
    fixes: ["leave both out: --without {needed},{service}", "keep {needed}"],
  },
} as const satisfies ErrorTable;
