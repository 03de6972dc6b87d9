import { isFault, type LiveFinding } from "../domain/live-verdict.ts";

/** What is said of a credential: the form of each field, and its vendor's word. */
interface Checked {
  readonly id: string;
  readonly fields: readonly { readonly field: string; readonly state: string; readonly says: string }[];
  readonly live?: readonly LiveFinding[];
}

/** Rows of credential, field or what was asked about, verdict, and why. */
export const checkRows = (credentials: readonly Checked[]): readonly (readonly string[])[] =>
  credentials.flatMap(({ id, fields, live = [] }) => [
    ...fields.map(({ field, state, says }) => [id, field, state, says]),
    ...live.map((one) => [
      id,
      one.what,
      isFault(one) && one.state === "valid" ? "valid, to be changed" : one.state,
      why(one),
    ]),
  ]);

const why = ({ says, missing = [], excess = [] }: LiveFinding): string =>
  [says, named("lacks", missing), named("may do more than it should:", excess)].filter(Boolean).join("; ");

const MOST_NAMES = 8;

function named(word: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const rest = names.length - MOST_NAMES;
  return `${word} ${names.slice(0, MOST_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
