import { type Check, type Finding, findings, type Patient } from "../../domain/check.ts";
import { readDotenv } from "../../domain/env-format/read-dotenv.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import { printable } from "../../domain/printable.ts";
import type { World } from "../../domain/world.ts";
import { YAML_LIMITS } from "../../domain/yaml-check.ts";
import { variablesOf } from "../env-values.ts";
import { readWithin } from "../read-within.ts";

/** A value and who says it. */
interface Told {
  readonly name: string;
  readonly value: string;
  readonly where: string;
}

/** Values that an application takes for what they say, though something was to be put in. */
export const valuesCheck: Check = {
  id: "values",
  title: "Values",
  looksAt:
    "texts between a $ with braces that nobody filled in, and a REDIS_URL that does not end in /0: in this stack's variables, the environment and .env",
  run: async (world, patient) => {
    const stack = await stackValues(world, patient);
    const names = new Set(stack.map(({ name }) => name));
    const around = Object.entries(world.host.env).flatMap(([name, value]) =>
      value !== undefined && names.has(name) ? [{ name, value, where: "the environment" }] : [],
    );
    const all = [...stack, ...around, ...(await fileValues(world, patient))];
    return findings(
      [...all.filter(isUnfilled).map(unfilled), ...all.filter(isOffZero).map(offZero)],
      "all are filled in",
    );
  },
};

const isUnfilled = ({ value }: Told): boolean => /\$\{[^}]*\}/.test(value);

/** The value may hold a secret: only its place is told. */
const unfilled = ({ name, where }: Told): Finding => ({
  ...{ state: "warn", says: `${name} of ${where} holds a \${...} that nobody filled in` },
  fixes: [`write the value itself there, or leave ${printable(name)} to avb dev env`],
});

/** The application finds its cache and channel databases by replacing /0 (its settings module). */
const isOffZero = ({ name, value }: Told): boolean => name === "REDIS_URL" && value !== "" && !/\/0$/.test(value);

const offZero = ({ where }: Told): Finding => ({
  ...{ state: "warn", says: `REDIS_URL of ${where} does not end in /0, so cache and channels share one database` },
  fixes: ["let it end in /0, such as redis://localhost:65005/0"],
});

async function stackValues(world: World, { checkout, stack }: Patient): Promise<readonly Told[]> {
  const wishes = { services: [], renames: [], view: "host", profile: "django" } as const;
  try {
    const variables = variablesOf(world, checkout, { stack: await stack(), wishes });
    return variables.flatMap(({ name, value }) =>
      value.kind === "text" ? [{ name, value: value.text, where: "this stack" }] : [],
    );
  } catch (error) {
    // What cannot be resolved is told by the checks of the configuration and of trust.
    if (error instanceof AvbError || error instanceof AvbErrors) return [];
    throw error;
  }
}

async function fileValues(world: World, { checkout: { root } }: Patient): Promise<readonly Told[]> {
  const path = `${root}/.env`;
  const read = await readWithin(world, { root, path, maxBytes: YAML_LIMITS.bytes }).catch((error: unknown) => {
    if (error instanceof AvbError) return undefined;
    throw error;
  });
  if (read === undefined) return [];
  const values = readDotenv(new TextDecoder().decode(read.bytes));
  return [...values].map(([name, value]) => ({ name, value, where: path }));
}
