import { describe, expect, test } from "vitest";
import { AvbError, AvbErrors } from "../../src/domain/errors/avb-error.ts";
import { planStack, type StackWishes } from "../../src/domain/plan-stack.ts";
import { services } from "../../src/services/index.ts";

const plan = (wishes: Partial<StackWishes>) =>
  planStack(services, { mode: "sandbox", with: [], without: [], ...wishes });

const problemsOf = (wishes: Partial<StackWishes>): readonly AvbError[] => {
  try {
    plan(wishes);
  } catch (error) {
    if (error instanceof AvbErrors) return error.problems;
    if (error instanceof AvbError) return [error];
    throw error;
  }
  return [];
};

describe("what a plan runs", () => {
  test("sandbox runs no container, and the embedded server stands in for Keycloak and Lago", () => {
    expect(plan({})).toEqual({ running: new Set(), embedded: new Set(["keycloak", "lago"]) });
  });

  test("live runs everything of section 3.2 and the two databases, but not Kafka", () => {
    const running = new Set(["postgres", "redis", "keycloak", "vault", "lago", "temporal", "opa"]);
    expect(plan({ mode: "live" })).toEqual({ running, embedded: new Set() });
  });

  test("production is what the platform runs, whatever is wished", () => {
    const usual = plan({ mode: "production" });
    expect(usual.running).toEqual(
      new Set(["postgres", "redis", "keycloak", "vault", "lago", "paypal", "temporal", "opa"]),
    );
    expect(plan({ mode: "production", with: ["kafka"], without: ["opa"] })).toEqual(usual);
  });

  test("--with brings along what a service needs", () => {
    const { running, embedded } = plan({ with: ["keycloak"] });
    expect(running).toEqual(new Set(["postgres", "keycloak"]));
    expect(embedded).toEqual(new Set(["lago"]));
  });

  test("in live the embedded server stands in for what --without leaves out", () => {
    const { running, embedded } = plan({ mode: "live", without: ["lago", "temporal"] });
    expect([...running]).not.toContain("lago");
    expect(embedded).toEqual(new Set(["lago"]));
  });

  test("--without of what would not run anyway changes nothing", () => {
    expect(plan({ without: ["vault"] })).toEqual(plan({}));
  });
});

describe("what cannot be planned", () => {
  test("an unknown service is named with the one that was meant", () => {
    const [problem] = problemsOf({ with: ["postgress"] });
    expect(problem?.code).toBe("SERVICE_UNKNOWN");
    expect(problem?.exitCode).toBe(2);
    expect(problem?.message).toContain("'postgress' in --with");
    expect(problem?.message).toContain("did you mean postgres?");
    expect(problem?.fixes[0]).toBe("--with postgres");
  });

  test("a name that resembles nothing gets the list instead of a guess", () => {
    const [problem] = problemsOf({ without: ["elasticsearch"] });
    expect(problem?.message).not.toContain("did you mean");
    expect(problem?.message).toContain("temporal, opa, kafka");
  });

  test("a service cannot be in --with and --without", () => {
    expect(problemsOf({ with: ["vault"], without: ["vault"] })[0]?.code).toBe("SERVICE_WANTED_AND_NOT");
  });

  test("PayPal is never a container", () => {
    expect(problemsOf({ with: ["paypal"] })[0]?.code).toBe("SERVICE_EXTERNAL");
  });

  test("what a running service needs cannot be left out", () => {
    const [problem] = problemsOf({ mode: "live", without: ["postgres"] });
    expect(problem?.code).toBe("SERVICE_NEEDED");
    expect(problem?.fixes).toContain("leave both out: --without postgres,keycloak");
    expect(problemsOf({ with: ["keycloak"], without: ["postgres"] })[0]?.code).toBe("SERVICE_NEEDED");
    expect(problemsOf({ mode: "live", without: ["postgres", "keycloak"] })).toEqual([]);
  });

  test("all problems are shown at once", () => {
    const codes = problemsOf({ with: ["paypal", "nats", "opa"], without: ["opa", "nats2"] }).map(({ code }) => code);
    expect(codes).toEqual(["SERVICE_UNKNOWN", "SERVICE_UNKNOWN", "SERVICE_EXTERNAL", "SERVICE_WANTED_AND_NOT"]);
  });
});
