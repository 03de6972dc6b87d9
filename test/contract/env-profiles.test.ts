import { describe, expect, it } from "vitest";
import { documentedStack } from "../../src/domain/documented-stack.ts";
import { hasValue, type ResolvedVariable } from "../../src/domain/env-resolve.ts";
import { selectVariables } from "../../src/domain/env-select.ts";
import { VIEWS, type View } from "../../src/domain/env-value.ts";
import { MODES, type Mode } from "../../src/domain/modes.ts";
import { findProfile } from "../../src/domain/profiles/find-profile.ts";
import { PROFILE_IDS, type ProfileId } from "../../src/domain/profiles/profile.ts";
import { services } from "../../src/services/index.ts";
import { databases, passwordVariable } from "../../src/services/postgres/databases.ts";
import { REQUIRED_NAMES } from "../support/required-names.ts";

/** Those that the settings module reads as numbers. */
const NUMBERS =
  /(?<!RETRY_ON)_(MAX_TOKENS|TEMPERATURE|THRESHOLD|TIMEOUT|ITEMS|SIZE|RATE|SPEED|CONNECTIONS|INTERVAL|MINUTE|SECONDS)$/;

function variablesOf(profile: ProfileId | undefined, mode: Mode, view: View = "host"): readonly ResolvedVariable[] {
  const stack = documentedStack(services, { mode });
  return selectVariables(
    { services, stack, view },
    {
      services: [],
      renames: [],
      livePayments: false,
      extra: { values: {}, from: ".devenvrc" },
      profile: profile === undefined ? undefined : findProfile(profile),
    },
  );
}
const textOf = (variables: readonly ResolvedVariable[], name: string): string | undefined => {
  const value = variables.find((variable) => variable.name === name)?.value;
  return value?.kind === "text" ? value.text : undefined;
};

it("the list of required names is whole", () => {
  expect(new Set(REQUIRED_NAMES).size).toBe(63);
});

describe.each(MODES)("in mode %s", (mode) => {
  it.each(VIEWS)("the django profile gives a value to every required name, seen from the %s", (view) => {
    const variables = variablesOf("django", mode, view);
    const given = variables.filter(({ value }) => hasValue(value)).map(({ name }) => name);
    expect(REQUIRED_NAMES.filter((name) => !given.includes(name))).toEqual([]);
  });

  it.each([undefined, ...PROFILE_IDS])(
    "every required variable has a value and every name is given once (%s)",
    (id) => {
      const variables = variablesOf(id, mode);
      expect(variables.filter(({ required, value }) => required && !hasValue(value))).toEqual([]);
      expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
    },
  );

  it("numbers are numbers", () => {
    const numbers = variablesOf("django", mode).filter(
      ({ name, value }) => NUMBERS.test(name) && value.kind === "text",
    );
    expect(numbers.length).toBeGreaterThan(10);
    for (const { name } of numbers) expect(Number(textOf(numbers, name)), name).not.toBeNaN();
  });
});

describe("the django profile", () => {
  it("writes REDIS_URL with database 0, which the application replaces", () => {
    expect(textOf(variablesOf("django", "sandbox"), "REDIS_URL")).toBe("redis://localhost:65005/0");
    expect(textOf(variablesOf("django", "live", "container"), "REDIS_URL")).toBe("redis://redis:6379/0");
  });

  it("points at the database that the catalogue's container makes", () => {
    const made = services.find(({ id }) => id === "postgres")?.environment?.postgres;
    const variables = variablesOf("django", "live");
    const database = databases.find(({ name }) => name === textOf(variables, "DB_NAME"));
    expect(database?.owner).toBe(textOf(variables, "DB_USER"));
    const password = variables.find(({ name }) => name === "DB_PASSWORD")?.value;
    expect(password).toEqual(made?.[passwordVariable(database?.owner ?? "")]);
    expect([textOf(variables, "DB_HOST"), textOf(variables, "DB_PORT")]).toEqual(["localhost", "65004"]);
  });

  it("keeps debugging out of production", () => {
    expect(textOf(variablesOf("django", "production"), "DJANGO_DEBUG")).toBe("False");
  });
});
