import type { ConfigOverrides } from "../domain/config.ts";
import type { EnvFormat } from "../domain/env-format/formats.ts";
import { renderEnv } from "../domain/env-format/render-env.ts";
import type { ResolvedVariable } from "../domain/env-resolve.ts";
import type { View } from "../domain/env-value.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import type { Mode } from "../domain/modes.ts";
import type { Slot } from "../domain/stack.ts";
import { standInCautions } from "../domain/stand-in-words.ts";
import type { World } from "../domain/world.ts";
import { effectiveEnv } from "./env-values.ts";
import { notStarted } from "./not-running.ts";
import { openCheckout } from "./open-checkout.ts";
import { isSecret, type PlainValues, plainValues, type ValueOptions } from "./plain-values.ts";
import { resolveStack } from "./resolve-stack.ts";

/** A variable as it is told: `value` is absent for what is unset, left to the platform, or a secret nobody asked for. */
export interface EnvRow {
  readonly name: string;
  readonly service: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly kind: ResolvedVariable["value"]["kind"];
  readonly value?: string;
  readonly because?: string;
}

/** The effective environment of a stack. */
export interface EnvReport {
  readonly mode: Mode;
  readonly slot: Slot;
  readonly view: View;
  readonly profile?: string;
  readonly variables: readonly EnvRow[];
  readonly withheld: readonly string[];
  readonly platform: readonly string[];
  /** Variables of third-party credentials without a value in the chosen store, and why. */
  readonly leftOut: PlainValues["leftOut"];
}

/** What is asked of `env`. */
export interface EnvRequest {
  readonly overrides: ConfigOverrides;
  readonly wishes: EnvWishes;
  readonly reveal: boolean;
  /** The machine format wanted, if any. */
  readonly format?: EnvFormat;
  readonly asking?: ValueOptions["asking"];
}

/** The report, its text in the format asked for, and what a person should know. */
export interface EnvAnswer {
  readonly report: EnvReport;
  readonly text: string | undefined;
  readonly cautions: readonly string[];
}

/** The effective environment of this checkout's stack. Secrets are in it only when `reveal` is set. */
export async function env(world: World, request: EnvRequest): Promise<EnvAnswer> {
  const { overrides, wishes, reveal, format, asking } = request;
  const checkout = await openCheckout(world, overrides);
  const stack = await resolveStack(world, checkout, overrides);
  const { variables, cautions } = await effectiveEnv(world, checkout, stack, wishes);
  const values = await plainValues(world, checkout, variables, { stack, secrets: reveal, asking });
  const report: EnvReport = {
    mode: stack.mode,
    slot: stack.slot,
    view: wishes.view,
    ...(wishes.profile === undefined ? {} : { profile: wishes.profile }),
    variables: rowsOf(variables, values),
    withheld: values.withheld,
    platform: values.platform,
    leftOut: values.leftOut,
  };
  const text = format === undefined ? undefined : renderEnv(format, values.entries, standInCautions(stack)[0]);
  const idle = await notStarted(world, checkout, stack);
  return { report, text, cautions: [...cautions, ...values.cautions, ...(idle === undefined ? [] : [idle])] };
}

function rowsOf(variables: readonly ResolvedVariable[], { entries, leftOut }: PlainValues): readonly EnvRow[] {
  const missing = new Set(leftOut.map(({ name }) => name));
  const texts = new Map(entries.map(({ name, text }) => [name, text]));
  return variables.map((variable) => {
    const { name, service, required, secret, value, because } = variable;
    const text = texts.get(name);
    return {
      name,
      service,
      required,
      secret: secret || isSecret(variable),
      kind: missing.has(name) ? "unset" : value.kind,
      ...(text === undefined ? {} : { value: text }),
      ...(because === undefined ? {} : { because }),
    };
  });
}
