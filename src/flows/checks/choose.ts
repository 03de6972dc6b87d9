import type { Check } from "../../domain/check.ts";
import { applicationCheck } from "./application.ts";
import { CHECKS } from "./table.ts";

/** What `--check` takes. */
export const CHECK_IDS: readonly string[] = CHECKS.map(({ id }) => id);

/** The checks that are asked for: those of these ids, all where none is named; with a folder, that of the application there too. */
export const checksFor = (ids: readonly string[] | undefined, app: string | undefined): readonly Check[] => [
  ...CHECKS.filter(({ id }) => ids?.includes(id) ?? true),
  ...(app === undefined ? [] : [applicationCheck(app)]),
];
