import { describe, expect, test } from "vitest";
import { hasValue } from "../../src/domain/env-resolve.ts";
import { compareVariables } from "../../src/domain/matrix-env.ts";
import type { Service, Variable } from "../../src/domain/service.ts";
import { services } from "../../src/services/index.ts";

const variables = services.flatMap((service): readonly Variable[] => service.variables);
const required = variables.filter((variable) => variable.required);
const compared = compareVariables(services).map((one) => ({ ...one, name: one.variable.name }));
const MARKED_NOT_SECRET = ["devtoken", "not-configured"];

test("the catalogue has the 32 variables of the matrix, each name once", () => {
  const listed = services.filter((service: Service) => service.section !== undefined);
  expect(listed.flatMap((service): readonly Variable[] => service.variables)).toHaveLength(32);
  expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
});

test.each(variables)("$name is upper snake case", ({ name }) => {
  expect(name).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
});

test.each(compared.filter(({ variable }) => variable.required))(
  "$name is required, so it has a value in $mode",
  ({ container, host }) => {
    for (const value of [container, host]) {
      expect(hasValue(value)).toBe(true);
      expect(value.kind).not.toBe("platform");
    }
  },
);

test.each(required)("$name is required, so production has a value or the platform's word", ({ effective }) => {
  expect(["literal", "platform"]).toContain(effective.production.kind);
});

test.each(compared)("$name in $mode differs from the document exactly when a reason is given", (one) => {
  expect(one.variable.because?.[one.mode] === undefined).toBe(one.agrees);
});

describe.each(variables.filter(({ secret }) => secret))("$name is a secret", ({ effective }) => {
  test("it is never written down, save for the document's own development token", () => {
    const written = Object.values(effective).flatMap((value) => (value.kind === "literal" ? value.value : []));
    for (const text of written) expect(MARKED_NOT_SECRET).toContain(text);
  });

  test("production has it from the platform", () => {
    expect(effective.production.kind).toBe("platform");
  });
});
