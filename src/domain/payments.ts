import type { ResolvedVariable } from "./env-resolve.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { Rename } from "./renames.ts";

/** What the team says about payments. */
export interface PaymentWishes {
  readonly extra: TeamValues;
  readonly renames: readonly Rename[];
  /** True when a person said that real payments are meant. */
  readonly livePayments: boolean;
}

/** The team's own variables, and the file that holds them. */
export interface TeamValues {
  readonly values: Readonly<Record<string, string>>;
  readonly from: string;
}

const ENVIRONMENT = "PAYPAL_ENVIRONMENT";
const CREDENTIALS = ["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET"] as const;

/**
 * Lets PayPal follow the team's own values: with credentials it is enabled, without them it is not. Anything but PayPal's
 * sandbox is refused (PRODUCTION_PAYMENTS) unless a person said that real payments are meant.
 */
export function followPayments(
  variables: readonly ResolvedVariable[],
  { extra, renames, livePayments }: PaymentWishes,
): readonly ResolvedVariable[] {
  const sources = [ENVIRONMENT, ...renames.filter(({ to }) => to === ENVIRONMENT).map(({ from }) => from)];
  for (const name of sources) {
    const text = extra.values[name];
    if (text !== undefined && text.trim().toLowerCase() !== "sandbox" && !livePayments)
      throw AvbError.of("PRODUCTION_PAYMENTS", { place: `${name} under env in ${extra.from}` });
  }
  const given = CREDENTIALS.every((name) => (extra.values[name] ?? "").trim() !== "");
  if (!given || Object.hasOwn(extra.values, "PAYPAL_ENABLED")) return variables;
  return variables.map((variable) =>
    variable.name === "PAYPAL_ENABLED" && variable.value.kind === "text"
      ? { ...variable, value: { kind: "text", text: "true" }, because: `${extra.from} gives PayPal credentials` }
      : variable,
  );
}
