import { pemInOneLine } from "../credentials/pem.ts";
import type { Checkout } from "../domain/checkout.ts";
import type { EnvEntry } from "../domain/env-format/formats.ts";
import type { ResolvedVariable } from "../domain/env-resolve.ts";
import { Secret } from "../domain/secret.ts";
import { isThirdParty } from "../domain/third-party.ts";
import type { World } from "../domain/world.ts";
import { type ThirdPartyAsking, thirdPartyValues } from "./secrets/third-party.ts";
import { type SecretWishes, stackSecrets } from "./stack-secrets.ts";

/** The values as plain texts, ready for a program. */
export interface PlainValues {
  readonly entries: readonly EnvEntry[];
  /** Secrets that were left out because nobody asked for them. */
  readonly withheld: readonly string[];
  /** Variables of third-party credentials that the chosen store has no value for, and why. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  /** Variables whose value the platform supplies. */
  readonly platform: readonly string[];
  readonly cautions: readonly string[];
}

/** What is to be filled in, and who may be asked for what opens the store of credentials. */
export interface ValueOptions extends Pick<SecretWishes, "stack" | "orLocal"> {
  readonly secrets: boolean;
  readonly asking?: ThirdPartyAsking | undefined;
}

/**
 * Fills in the secrets, or leaves them out; those that live mode keeps in Vault are read there, third-party ones from the
 * chosen store of credentials, which is not opened for anything else.
 */
export async function plainValues(
  world: World,
  checkout: Checkout,
  variables: readonly ResolvedVariable[],
  options: ValueOptions,
): Promise<PlainValues> {
  const hidden = (variable: ResolvedVariable) => isSecret(variable) && !options.secrets;
  const names = variables.flatMap((variable) =>
    variable.value.kind === "secret" && !hidden(variable) ? [variable.value.name] : [],
  );
  const { secretOf, leftOut, caution } = await filling(world, checkout, names, options);
  const textOf = ({ value }: ResolvedVariable): string | undefined => {
    if (value.kind === "text") return value.text;
    if (value.kind !== "secret") return undefined;
    const { name, prefix = "", suffix = "" } = value;
    const secret = secretOf(name);
    return secret && `${prefix}${secret.reveal()}${suffix}`;
  };
  const entries = variables.flatMap((variable): readonly EnvEntry[] => {
    const text = hidden(variable) ? undefined : textOf(variable);
    return text === undefined ? [] : [{ name: variable.name, text }];
  });
  const missing = variables.flatMap((variable) => {
    const { name, value } = variable;
    const why = value.kind === "secret" && !hidden(variable) ? leftOut.get(value.name) : undefined;
    return why === undefined ? [] : [{ name, why }];
  });
  const named = (test: (variable: ResolvedVariable) => boolean) => variables.filter(test).map(({ name }) => name);
  return {
    ...{ entries, withheld: named(hidden), leftOut: missing },
    platform: named(({ value }) => value.kind === "platform"),
    cautions: [...(caution === undefined ? [] : [caution]), ...leftOutCautions(missing)],
  };
}

async function filling(world: World, checkout: Checkout, names: readonly string[], options: ValueOptions) {
  const own = names.filter((name) => !isThirdParty(name));
  const [secrets, others] = await Promise.all([
    own.length === 0 ? undefined : stackSecrets(world, checkout, { ...options, names: own }),
    thirdPartyValues(world, checkout, names.filter(isThirdParty), options.asking),
  ]);
  const secretOf = (name: string): Secret | undefined =>
    isThirdParty(name) ? inOneLine(others.get(name)?.given) : secrets?.get(name);
  const leftOut = new Map([...others].flatMap(([name, { why }]) => (why === undefined ? [] : [[name, why] as const])));
  return { secretOf, leftOut, caution: secrets?.caution };
}

const inOneLine = (secret: Secret | undefined): Secret | undefined =>
  secret === undefined ? undefined : new Secret(pemInOneLine(secret.reveal()));

/** Said once: in a new checkout that is nearly all of them. */
const leftOutCautions = (missing: PlainValues["leftOut"]): readonly string[] => {
  const [first, ...others] = missing;
  if (first === undefined) return [];
  const rest = others.length === 0 ? "" : `; so are ${others.map(({ name }) => name).join(", ")}`;
  return [`${first.name} is left out: ${first.why}${rest} (see 'avb secrets status')`];
};

/** True for a value that is only shown when somebody asks for it. */
export const isSecret = ({ secret, value }: ResolvedVariable): boolean =>
  value.kind === "secret" || (secret && value.kind === "text");
