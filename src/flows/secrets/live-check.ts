import { checksFor, type FittingCheck } from "../../credentials/live/checks.ts";
import { compareScopes } from "../../credentials/live/judge.ts";
import type { Asking, LiveCheck } from "../../credentials/live/question.ts";
import type { LiveFinding } from "../../domain/live-verdict.ts";
import { askVendor, type VendorPatience, type VendorWord } from "./ask-vendor.ts";
import type { LiveSubject } from "./live-subject.ts";
import { loginFinding, loginsFor } from "./login-check.ts";
import type { StoreTools } from "./store-tools.ts";

/** GitHub takes ten minutes at most, and clocks differ: the token begins a minute ago and ends in nine. */
const TOKEN_BEGINS_S = -60;
const TOKEN_ENDS_S = 540;

/** What the vendors say of a credential: one finding for each way to ask. A value whose form is wrong is sent to nobody. */
export const liveFindings = async (
  tools: StoreTools,
  subject: LiveSubject,
  patience: VendorPatience,
): Promise<readonly LiveFinding[]> => {
  const asked = checksFor(subject.credential).filter((fitting) => isToAsk(fitting, subject));
  const findings = await Promise.all([
    ...asked.map((fitting) => findingOf(tools, subject, { fitting, patience })),
    ...loginsFor(subject).map((login) => loginFinding(tools, login, patience)),
  ]);
  return findings;
};

/** A question beside the first is asked only where everything for it was stored. */
const isToAsk = ({ check, fields }: FittingCheck, { values }: LiveSubject): boolean =>
  check.besides === undefined || Object.values(fields).every((name) => values[name] !== undefined);

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
  const token = await tokenOf(tools, check, parts);
  if (token === undefined) return { what, state: "invalid", says: "cannot sign: the key is no RSA private key" };
  const asking: Asking = { parts, environment: tools.environment, before: [], token };
  const word = await askVendor(tools.world, { check, asking }, patience);
  const found = findingFrom(word, { what, desired: credential.scopes, implied: check.implied, parts });
  return check.besides ? { ...found, besides: true } : found;
}

/** The token of a check that signs one, an empty text for the others; undefined for a key that cannot sign. */
export function tokenOf(
  { world }: Pick<StoreTools, "world">,
  { signs }: Pick<LiveCheck, "signs">,
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
