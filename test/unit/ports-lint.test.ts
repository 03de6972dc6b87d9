import { describe, expect, test } from "vitest";
import { formatError } from "../../src/domain/errors/avb-error.ts";
import { lintPorts } from "../../src/domain/ports-lint.ts";
import { services } from "../../src/services/index.ts";

const codesOf = (ports: Record<string, number>) => lintPorts(services, ports).map(({ code }) => code);

describe("configured ports", () => {
  test("the documented ones, spare ones and the sandbox's 8080 pass", () => {
    expect(codesOf({ keycloak: 8080, vault: 65003, postgres: 65031, "lago.api": 63699, temporal: 65049 })).toEqual([]);
  });

  test.each([
    [{ keycloak: 65100 }, "PORT_OUTSIDE_RANGE"],
    [{ vault: 8080 }, "PORT_OUTSIDE_RANGE"],
    [{ vault: 65006 }, "PORT_OUTSIDE_RANGE"],
    [{ vault: 80 }, "PORT_PRIVILEGED"],
    [{ vault: 1023 }, "PORT_PRIVILEGED"],
    [{ vault: 65020 }, "PORT_RESERVED"],
    [{ lago: 65031 }, "PORT_WRONG_BLOCK"],
    [{ "lago.front": 65006 }, "PORT_WRONG_BLOCK"],
    [{ vault: 63695 }, "PORT_WRONG_BLOCK"],
    [{ vualt: 65003 }, "PORT_UNKNOWN"],
    [{ "vault.grpc": 65003 }, "PORT_UNKNOWN"],
    [{ paypal: 65031 }, "PORT_UNKNOWN"],
    [{ vault: 65031, redis: 65031 }, "PORT_DUPLICATE"],
    [{ keycloak: 65031, "keycloak.http": 65032 }, "PORT_DUPLICATE"],
  ])("%j is refused as %s", (ports, code) => {
    const problems = lintPorts(services, ports as unknown as Record<string, number>);
    expect(problems.map((problem) => [problem.code, problem.exitCode])).toEqual([[code, 3]]);
  });

  test("a problem is said at its place, with the range", () => {
    const [problem] = lintPorts(services, { vault: 64000 }, () => ({ file: ".devenvrc", line: 3, column: 10 }));
    expect(problem === undefined ? "" : formatError(problem)).toBe(
      "avb: .devenvrc:3:10: port 64000 is outside the range of vault.http, which is 65003, 65031-65049 (as numbered in slot 0). Fix: give it one of 65003, 65031-65049. [PORT_OUTSIDE_RANGE]",
    );
  });

  test("all problems are found at once", () => {
    expect(codesOf({ vault: 80, lago: 65031, nobody: 1 })).toEqual([
      "PORT_UNKNOWN",
      "PORT_PRIVILEGED",
      "PORT_WRONG_BLOCK",
    ]);
  });
});
