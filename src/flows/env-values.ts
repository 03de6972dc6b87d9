import type { Checkout } from "../domain/checkout.ts";
import type { EnvEntry } from "../domain/env-format/formats.ts";
import type { ResolvedVariable } from "../domain/env-resolve.ts";
import { selectVariables } from "../domain/env-select.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import { findProfile } from "../domain/profiles/find-profile.ts";
import { APPLICATION } from "../domain/profiles/profile.ts";
import { parseRename } from "../domain/renames.ts";
import { checkServiceName } from "../domain/service-name.ts";
import type { Stack } from "../domain/stack.ts";
import { standInCautions } from "../domain/stand-in-words.ts";
import { requireTrust } from "../domain/trust.ts";
import { chosenForVault, vaultChoices } from "../domain/vault-choices.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { livingInstance } from "./resolve-stack.ts";
import { type SecretWishes, stackSecrets } from "./stack-secrets.ts";

/** The variables of a stack as somebody wants them; secrets are still names. */
export interface EffectiveEnv {
  readonly variables: readonly ResolvedVariable[];
  readonly cautions: readonly string[];
}

/** The effective values: the matrix's, the profile's, then the team's own from `.devenvrc`, which need trust. */
export async function effectiveEnv(
  world: World,
  checkout: Checkout,
  stack: Stack,
  wishes: EnvWishes,
): Promise<EffectiveEnv> {
  const gateway = (await livingInstance(world, checkout))?.gateway;
  const variables = variablesOf(world, checkout, { stack, wishes, ...(gateway === undefined ? {} : { gateway }) });
  return { variables, cautions: [...standInCautions(stack), ...cautionsOf(stack, wishes, gateway)] };
}

/** What a checkout's variables are made of; `gateway` is the address at which containers reach a server that runs for them. */
export interface EnvSource {
  readonly stack: Stack;
  readonly wishes: EnvWishes;
  readonly gateway?: string;
}

/** The variables of a stack, whatever runs on this machine. */
export function variablesOf(
  world: World,
  checkout: Checkout,
  { stack, wishes, gateway }: EnvSource,
): readonly ResolvedVariable[] {
  const services = catalogueOf(checkout);
  const known = [...services.map(({ id }) => id), APPLICATION];
  for (const name of wishes.services)
    checkServiceName(name, { known, command: "avb dev env", otherwise: "avb dev env" });
  const { config, origins } = checkout.loaded;
  if (Object.keys(config.env).length > 0) requireTrust(checkout, ["env"]);
  if (Object.values(config.services).some((own) => own.variables !== undefined)) requireTrust(checkout, ["services"]);
  const addressing = { services, stack, view: wishes.view, ...(gateway === undefined ? {} : { gateway }) };
  return chosenForVault(
    vaultChoices(config),
    selectVariables(addressing, {
      services: wishes.services,
      renames: wishes.renames.map(parseRename),
      extra: { values: config.env, from: origins.env ?? ".devenvrc" },
      livePayments: world.host.env.AVB_ALLOW_LIVE_PAYMENTS === "1",
      profile: wishes.profile === undefined ? undefined : findProfile(wishes.profile),
    }),
  );
}

function cautionsOf(stack: Stack, { view }: EnvWishes, gateway: string | undefined): readonly string[] {
  if (view === "host" || stack.embedded.size === 0 || gateway !== undefined) return [];
  return [
    "the sandbox server listens on this machine's loopback only; on Linux containers reach it after 'avb dev up --for-containers'",
  ];
}

/** The values as plain texts, ready for a program. */
export interface PlainValues {
  readonly entries: readonly EnvEntry[];
  /** Secrets that were left out because nobody asked for them. */
  readonly withheld: readonly string[];
  /** Variables whose value the platform supplies. */
  readonly platform: readonly string[];
  readonly cautions: readonly string[];
}

/** What is to be filled in. */
export interface ValueOptions extends Pick<SecretWishes, "stack" | "orLocal"> {
  readonly secrets: boolean;
}

/** Fills in the secrets, or leaves them out; those that live mode keeps in Vault are read there. */
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
  const secrets = names.length === 0 ? undefined : await stackSecrets(world, checkout, { ...options, names });
  const entries = variables.flatMap((variable): readonly EnvEntry[] => {
    const { name, value } = variable;
    if (hidden(variable)) return [];
    if (value.kind === "text") return [{ name, text: value.text }];
    if (value.kind !== "secret" || secrets === undefined) return [];
    return [{ name, text: `${value.prefix ?? ""}${secrets.get(value.name).reveal()}${value.suffix ?? ""}` }];
  });
  const named = (test: (variable: ResolvedVariable) => boolean) => variables.filter(test).map(({ name }) => name);
  return {
    entries,
    withheld: named(hidden),
    platform: named(({ value }) => value.kind === "platform"),
    cautions: secrets?.caution === undefined ? [] : [secrets.caution],
  };
}

/** True for a value that is only shown when somebody asks for it. */
export const isSecret = ({ secret, value }: ResolvedVariable): boolean =>
  value.kind === "secret" || (secret && value.kind === "text");
