import type { Check, Findings, Patient } from "../../domain/check.ts";

/** A check that has nothing to ask where no engine answers: the check of the engine itself tells that. */
export const withEngine = (check: Check): Check => ({
  ...check,
  run: async (world, patient) => {
    const facts = await patient.engine().catch(() => undefined);
    return facts === undefined ? NOT_ASKED : check.run(world, patient);
  },
});

const NOT_ASKED: Findings = [{ state: "ok", says: "not asked: no engine answers" }];

/** How bad it is when containers cannot be run: where none are to run, a warning is enough. */
export const severity = async ({ stack }: Patient): Promise<"warn" | "fail"> =>
  stack().then(
    ({ mode, running }) => (mode !== "production" && running.size > 0 ? "fail" : "warn"),
    () => "warn",
  );
