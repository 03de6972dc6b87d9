import type { ConfigOverrides } from "../domain/config.ts";
import { hasValue, type ResolvedVariable } from "../domain/env-resolve.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import type { Mode } from "../domain/modes.ts";
import { credentialIn, isThirdParty } from "../domain/third-party.ts";
import type { World } from "../domain/world.ts";
import { effectiveEnv } from "./env-values.ts";
import { openCheckout } from "./open-checkout.ts";
import type { ValueOptions } from "./plain-values.ts";
import { resolveStack } from "./resolve-stack.ts";
import { thirdPartyValues } from "./secrets/third-party.ts";

/** The required variables that were looked at, by where an application will have them from; none is without a value. */
export interface EnvChecked {
  readonly mode: Mode;
  readonly required: readonly string[];
  /** Those whose value avb has. */
  readonly given: readonly string[];
  /** Those that only the platform can supply: nobody has seen a value of theirs. */
  readonly platform: readonly string[];
}

/** What is checked, and who may be asked for what opens the store of credentials. */
export type CheckWishes = EnvWishes & Pick<ValueOptions, "asking">;

/** Makes sure that every required variable has an effective value; ENV_VALUE_MISSING, ENV_CREDENTIAL_MISSING for each that has none. */
export async function checkEnv(world: World, overrides: ConfigOverrides, wishes: CheckWishes): Promise<EnvChecked> {
  const checkout = await openCheckout(world, overrides);
  const { mode, ...stack } = await resolveStack(world, checkout, overrides);
  const { variables } = await effectiveEnv(world, checkout, { mode, ...stack }, wishes);
  const required = variables.filter((variable) => variable.required);
  const stored = await thirdPartyValues(world, checkout, required.flatMap(thirdPartyOf), wishes.asking);
  const [first, ...others] = required.flatMap((variable) => {
    const { name, service, value } = variable;
    if (!hasValue(value)) return [AvbError.of("ENV_VALUE_MISSING", { name, service, mode })];
    const [wanted = ""] = thirdPartyOf(variable);
    const why = stored.get(wanted)?.why;
    return why === undefined ? [] : [AvbError.of("ENV_CREDENTIAL_MISSING", { name, why, id: credentialIn(wanted) })];
  });
  if (first !== undefined) throw new AvbErrors([first, ...others]);
  const named = (test: (variable: ResolvedVariable) => boolean) => required.filter(test).map(({ name }) => name);
  return {
    mode,
    required: named(() => true),
    given: named(({ value }) => value.kind !== "platform"),
    platform: named(({ value }) => value.kind === "platform"),
  };
}

const thirdPartyOf = ({ value }: ResolvedVariable): readonly string[] =>
  value.kind === "secret" && isThirdParty(value.name) ? [value.name] : [];
