import { checksFor, type FittingCheck } from "../../credentials/live/checks.ts";
import { compareScopes } from "../../credentials/live/judge.ts";
import type { Asking } from "../../credentials/live/question.ts";
import type { Credential } from "../../domain/credential.ts";
import type { FieldValues } from "../../domain/credential-store.ts";
import type { LiveFinding } from "../../domain/live-verdict.ts";
import { askVendor, type VendorPatience, type VendorWord } from "./ask-vendor.ts";
import type { FieldStanding } from "./standing.ts";
import type { StoreTools } from "./store-tools.ts";

/** GitHub takes ten minutes at most, and clocks differ: the token begins a minute ago and ends in nine. */
const TOKEN_BEGINS_S = -60;
const TOKEN_ENDS_S = 540;

/** A credential, what a store holds of it, and how its form was judged. */
export interface LiveSubject {
  readonly credential: Credential;
  readonly values: FieldValues;
  readonly fields: readonly FieldStanding[];
}

/** What the vendors say of a credential: one finding for each way to ask. A value whose form is wrong is sent to nobody. */
export const liveFindings = (
  tools: StoreTools,
  subject: LiveSubject,
  patience: VendorPatience,
): Promise<readonly LiveFinding[]> =>
  Promise.all(checksFor(subject.credential).map((fitting) => findingOf(tools, subject, { fitting, patience })));

async function findingOf(
  tools: StoreTools,
  { credential, values, fields }: LiveSubject,
  { fitting, patience }: { readonly fitting: FittingCheck; readonly patience: VendorPatience },
): Promise<LiveFinding> {
  const { check } = fitting;
  const { what } = check;
  const unfit = Object.values(fitting.fields).filter(
    (name) => !fields.some(({ field, state }) => field === name && state === "good"),
  );
  if (unfit.length > 0)
    return { what, state: "indeterminate", says: `was not asked about: ${unfit.join(", ")} has no value of its form` };
  const parts = Object.fromEntries(
    Object.entries(fitting.fields).map(([part, name]) => [part, values[name]?.reveal() ?? ""]),
  );
  const token = await tokenOf(tools, fitting, parts);
  if (token === undefined) return { what, state: "invalid", says: "cannot sign: the key is no RSA private key" };
  const asking: Asking = { parts, environment: tools.environment, before: [], token };
  const word = await askVendor(tools.world, { check, asking }, patience);
  return findingFrom(word, { what, desired: credential.scopes, implied: check.implied, parts });
}

/** The token of a check that signs one, an empty text for the others; undefined for a key that cannot sign. */
function tokenOf(
  { world }: StoreTools,
  { check: { signs } }: FittingCheck,
  parts: Asking["parts"],
): Promise<string | undefined> {
  if (signs === undefined) return Promise.resolve("");
  const now = Math.floor(world.clock.now() / 1000);
  const claims = { iat: now + TOKEN_BEGINS_S, exp: now + TOKEN_ENDS_S, iss: parts[signs.issuer] ?? "" };
  return world.jwt.sign(claims, parts[signs.key] ?? "").catch(() => undefined);
}

interface Compared {
  readonly what: string;
  readonly desired: readonly string[] | undefined;
  readonly implied: readonly string[] | undefined;
  readonly parts: Asking["parts"];
}

function findingFrom(word: VendorWord, { what, desired, implied, parts }: Compared): LiveFinding {
  const { state, says, missing = [] } = word;
  const values = Object.values(parts);
  const granted = word.granted?.filter((one) => !values.some((value) => one.includes(value) || value.includes(one)));
  const compared =
    granted === undefined || desired === undefined
      ? { missing: [], excess: [] }
      : compareScopes(granted, desired, implied);
  return { what, state, says, missing: [...missing, ...compared.missing], excess: compared.excess };
}
