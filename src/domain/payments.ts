import type { ResolvedVariable } from "./env-resolve.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { Rename } from "./renames.ts";

/** What the team says about payments. */
export interface PaymentWishes {
  readonly extra: TeamValues;
  readonly renames: readonly Rename[];
  /** True when a person said that real payments are meant. */
  readonly livePayments: boolean;
  /** What is kept outside the configuration; it counts where the team gives no credentials of its own. */
  readonly kept?: KeptPayments | undefined;
}

/** PayPal's variables as they are kept somewhere. */
export interface KeptPayments {
  readonly values: ReadonlyMap<string, string>;
  /** Such as `secret/agentvoicebox/backend/paypal in Vault`. */
  readonly from: string;
}

/** The team's own variables, and the file that holds them. */
export interface TeamValues {
  readonly values: Readonly<Record<string, string>>;
  readonly from: string;
}

const ENVIRONMENT = "PAYPAL_ENVIRONMENT";
const CREDENTIALS = ["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET"] as const;

/**
 * Lets PayPal follow its credentials, the team's own or those that are kept: with them it is enabled, without them it is not.
 * Anything but PayPal's sandbox is refused (PRODUCTION_PAYMENTS) unless a person said that real payments are meant.
 */
export function followPayments(
  variables: readonly ResolvedVariable[],
  { extra, renames, livePayments, kept }: PaymentWishes,
): readonly ResolvedVariable[] {
  const sources = [ENVIRONMENT, ...renames.filter(({ to }) => to === ENVIRONMENT).map(({ from }) => from)];
  for (const name of sources) {
    const text = extra.values[name];
    if (text !== undefined && text.trim().toLowerCase() !== "sandbox" && !livePayments)
      throw AvbError.of("PRODUCTION_PAYMENTS", { place: `${name} under env in ${extra.from}` });
  }
  const isOwn = CREDENTIALS.some((name) => Object.hasOwn(extra.values, name));
  if (kept !== undefined && !isOwn) return enabled(withKept(variables, kept, extra), extra, kept.from);
  const given = CREDENTIALS.every((name) => (extra.values[name] ?? "").trim() !== "");
  return given ? enabled(variables, extra, extra.from) : variables;
}

const withKept = (
  variables: readonly ResolvedVariable[],
  { values, from }: KeptPayments,
  { values: own }: TeamValues,
) =>
  variables.map((variable): ResolvedVariable => {
    const text = variable.service === "paypal" && !Object.hasOwn(own, variable.name) && values.get(variable.name);
    return typeof text === "string"
      ? { ...variable, value: { kind: "text", text }, because: `kept as ${from}` }
      : variable;
  });

const enabled = (variables: readonly ResolvedVariable[], { values }: TeamValues, from: string) =>
  variables.map(
    (variable): ResolvedVariable =>
      variable.name === "PAYPAL_ENABLED" && variable.value.kind === "text" && !Object.hasOwn(values, "PAYPAL_ENABLED")
        ? { ...variable, value: { kind: "text", text: "true" }, because: `${from} gives PayPal credentials` }
        : variable,
  );
