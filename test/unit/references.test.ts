import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveValue } from "../../src/domain/env-resolve.ts";
import { ownServices, userNumber } from "../../src/domain/own-services.ts";
import { referenceProblems } from "../../src/domain/reference-issues.ts";
import { catalogueValue, piecesOf, referencesIn } from "../../src/domain/references.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { services } from "../../src/services/index.ts";
import { reference } from "../support/own-world.ts";

const stack: Stack = {
  ...{ mode: "sandbox", slot: 0, running: new Set(["postgres"]), embedded: new Set() },
  ports: new Map([["postgres.sql", 65004]]),
};
const resolved = (text: string, view: "host" | "container" = "container") =>
  resolveValue(catalogueValue(text, services), { services, stack, view });
const problems = (text: string) =>
  referenceProblems(text, { own: ["web", "worker"], known: services, shipped: services }).map(({ what }) => what);

describe("a text with references", () => {
  test("that has none is what it was, whatever dollar signs it holds", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/\$\{[a-z]+/.test(text));
        expect(resolved(text)).toEqual({ kind: "text", text });
      }),
    );
    for (const text of ["a$", "${a", "$$", "$HOME", reference("HOME"), reference("name:-x"), reference("a_b")])
      expect(piecesOf(text)).toEqual([text]);
  });

  test("is nothing but its pieces where no dollar sign stands before a reference", () => {
    const piece = fc.constantFrom(reference("endpoint:postgres"), reference("secret:web/a"), "x", "$ ", "{", "}");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const again = piecesOf(text).map((one) => (typeof one === "string" ? one : one.written));
        expect(again.join("")).toBe(text);
      }),
    );
  });

  test.each([
    ["endpoint:postgres.sql", "postgres:5432", "localhost:65004"],
    ["endpoint:postgres", "postgres:5432", "localhost:65004"],
    ["host:postgres.sql", "postgres", "localhost"],
    ["port:postgres.sql", "5432", "65004"],
  ])("%s is %s in a container and %s on the machine", (to, inside, outside) => {
    expect(resolved(`<${reference(to)}>`)).toEqual({ kind: "text", text: `<${inside}>` });
    expect(resolved(`<${reference(to)}>`, "host")).toEqual({ kind: "text", text: `<${outside}>` });
  });

  test("says by its view from where an address is to be right", () => {
    expect(resolved(reference("endpoint:postgres.sql@host"))).toEqual({ kind: "text", text: "localhost:65004" });
    expect(resolved(reference("endpoint:postgres.sql@container"), "host")).toEqual({
      ...{ kind: "text", text: "postgres:5432" },
    });
  });

  test("means itself behind a second dollar sign", () => {
    for (const to of ["endpoint:postgres.sql", "secret:web/a", "anything:else"])
      expect(resolved(`<$${reference(to)}>`)).toEqual({ kind: "text", text: `<${reference(to)}>` });
  });

  test("keeps a secret as a name, with the text around it", () => {
    expect(resolved(`u:${reference("secret:web/a")}@${reference("host:postgres")}`)).toEqual({
      ...{ kind: "secret", name: "web/a", prefix: "u:", suffix: "@postgres" },
    });
  });
});

describe("what is wrong with references", () => {
  test("nothing with those that lead somewhere", () => {
    expect(problems(`${reference("endpoint:lago.api")} ${reference("secret:lago/api-key")}`)).toEqual([]);
    expect(problems(reference("secret:worker/any"))).toEqual([]);
  });

  test("what is made by a running service cannot be asked for", () => {
    expect(problems(reference("secret:vault/root-token"))).toHaveLength(1);
  });

  test("what is not well written is no text either", () => {
    for (const text of [reference("secret").slice(0, -1), ...["endpoint:", "host:A.b", "port: x"].map(reference)]) {
      expect(referencesIn(text)).toHaveLength(1);
      expect(problems(text)).toEqual([expect.stringContaining("is no reference")]);
    }
  });

  test("the fix names what was probably meant", () => {
    const [problem] = referenceProblems(reference("endpoint:postgres.sqll"), {
      ...{ own: ["web"], known: services, shipped: services },
    });
    expect(problem?.fix).toBe(`write ${reference("endpoint:postgres.sql")}`);
  });
});

describe("containers as services", () => {
  test("get spare ports from the highest down, whatever comes after them", () => {
    const one = ownServices({ a: { ports: { http: 80, admin: 81 } }, b: { ports: { http: 80 } } }, services);
    const hosts = one.flatMap(({ ports }) => Object.values(ports).map(({ host }) => host));
    expect(hosts).toEqual([65049, 65048, 65047]);
  });

  test("ask inside what their healthcheck asks, and from outside what their probe says", () => {
    const check = { test: ["CMD-SHELL", "wget -q localhost"] };
    const [shell, http] = ownServices(
      { a: { healthcheck: check }, b: { ports: { web: 1 }, probe: { port: "web", path: "/", status: 204 } } },
      services,
    );
    expect(shell?.probe).toEqual({ kind: "exec", command: ["/bin/sh", "-c", "wget -q localhost"] });
    expect(http?.probe).toEqual({ kind: "http", port: "web", path: "/", status: 204 });
  });

  test.each([
    ["1000", 1000],
    ["1000:1000", 1000],
    ["0", 0],
    ["node", undefined],
    [undefined, undefined],
  ])("the number of the user %s is %s", (user, number) => expect(userNumber(user)).toBe(number));
});
