import { AvbError, AvbErrors } from "./avb-error.ts";

/** The values of work that was done at the same time; otherwise every error that can be told, or the first that nobody foresaw. */
export function throwTogether<T>(ends: readonly PromiseSettledResult<T>[]): readonly T[] {
  const thrown = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  if (thrown.length === 0) return ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const told = thrown.flatMap((error) => {
    if (error instanceof AvbErrors) return error.problems;
    return error instanceof AvbError ? [error] : [];
  });
  const unforeseen = thrown.find((error) => !(error instanceof AvbError || error instanceof AvbErrors));
  const [first, ...others] = told;
  if (unforeseen !== undefined || first === undefined) throw unforeseen;
  throw others.length === 0 ? first : new AvbErrors([first, ...others]);
}
