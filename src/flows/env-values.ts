import { credentialVariables } from "../credentials/variables.ts";
import type { Checkout } from "../domain/checkout.ts";
import type { Credential, Environment } from "../domain/credential.ts";
import type { ResolvedVariable } from "../domain/env-resolve.ts";
import { selectVariables } from "../domain/env-select.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import type { KeptPayments } from "../domain/payments.ts";
import { findProfile } from "../domain/profiles/find-profile.ts";
import { APPLICATION, type Profile } from "../domain/profiles/profile.ts";
import { parseRename } from "../domain/renames.ts";
import { checkServiceName } from "../domain/service-name.ts";
import type { Stack } from "../domain/stack.ts";
import { standInCautions } from "../domain/stand-in-words.ts";
import { requireTrust } from "../domain/trust.ts";
import { chosenForVault, vaultChoices } from "../domain/vault-choices.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { paypalForEnv } from "./paypal-env.ts";
import { livingInstance } from "./resolve-stack.ts";
import { chosenEnvironment } from "./secrets/chosen-store.ts";
import { credentialsIn } from "./secrets/open-secrets.ts";

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
  const livePayments = isLiveMeant(world);
  const [instance, { kept, caution }] = await Promise.all([
    livingInstance(world, checkout),
    paypalForEnv(world, checkout, { stack, wishes, livePayments }),
  ]);
  const gateway = instance?.gateway;
  const variables = variablesOf(world, checkout, {
    ...{ stack, wishes },
    ...(gateway === undefined ? {} : { gateway }),
    ...(kept === undefined ? {} : { kept }),
  });
  const cautions = [...standInCautions(stack), ...cautionsOf(stack, wishes, gateway)];
  return { variables, cautions: caution === undefined ? cautions : [...cautions, caution] };
}

const isLiveMeant = ({ host }: World): boolean => host.env.AVB_ALLOW_LIVE_PAYMENTS === "1";

/** What a checkout's variables are made of. */
export interface EnvSource {
  readonly stack: Stack;
  readonly wishes: EnvWishes;
  /** The address at which containers reach a server that runs for them. */
  readonly gateway?: string;
  /** PayPal's variables that are kept outside the configuration. */
  readonly kept?: KeptPayments;
}

/** The variables of a stack, whatever runs on this machine. */
export function variablesOf(
  world: World,
  checkout: Checkout,
  { stack, wishes, gateway, kept }: EnvSource,
): readonly ResolvedVariable[] {
  const services = catalogueOf(checkout);
  const known = [...services.map(({ id }) => id), APPLICATION];
  for (const name of wishes.services)
    checkServiceName(name, { known, command: "avb dev env", otherwise: "avb dev env" });
  const { config, origins } = checkout.loaded;
  if (Object.keys(config.env).length > 0) requireTrust(checkout, ["env"]);
  if (Object.values(config.services).some((own) => own.variables !== undefined)) requireTrust(checkout, ["services"]);
  const profile = wishes.profile === undefined ? undefined : findProfile(wishes.profile);
  const environment = stack.mode === "production" ? "production" : chosenEnvironment(world, checkout);
  const addressing = { services, stack, view: wishes.view, ...(gateway === undefined ? {} : { gateway }) };
  return chosenForVault(
    vaultChoices(config),
    selectVariables(addressing, {
      services: wishes.services,
      renames: wishes.renames.map(parseRename),
      extra: { values: config.env, from: origins.env ?? ".devenvrc" },
      ...{ livePayments: isLiveMeant(world), kept },
      profile: profile?.credentials ? withCredentials(profile, credentialsIn(checkout), environment) : profile,
    }),
  );
}

/** The profile with the variables of every third-party credential that an environment has. */
const withCredentials = (profile: Profile, all: readonly Credential[], environment: Environment): Profile => ({
  ...profile,
  variables: [...profile.variables, ...credentialVariables(all, environment)],
});

function cautionsOf(stack: Stack, { view }: EnvWishes, gateway: string | undefined): readonly string[] {
  if (view === "host" || stack.embedded.size === 0 || gateway !== undefined) return [];
  return [
    "the sandbox server listens on this machine's loopback only; on Linux containers reach it after 'avb dev up --for-containers'",
  ];
}
