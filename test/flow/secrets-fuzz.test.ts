import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { HttpAnswer, World } from "../../src/domain/world.ts";
import { liveFindings } from "../../src/flows/secrets/live-check.ts";
import { goodFor } from "../support/credential-samples.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { CANARY, check, tamed } from "../support/secret-fuzz.ts";
import { secretsOf } from "../support/secrets-verbs.ts";

describe("whatever stands under credentials: in .devenvrc", () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(CANARY));
  const own = fc.dictionary(
    fc.oneof(fc.constantFrom("stripe", "openai", "__proto__", "constructor", "a b", ""), fc.string()),
    fc.oneof(
      scalar,
      fc.record(
        {
          category: fc.oneof(fc.constantFrom("payments", "llm"), scalar),
          epic: fc.oneof(fc.integer(), scalar),
          fields: fc.oneof(
            scalar,
            fc.dictionary(
              fc.string(),
              fc.oneof(
                scalar,
                fc.record({ variable: fc.oneof(fc.constantFrom("STRIPE_KEY", "OPENAI_API_KEY"), scalar) }),
              ),
            ),
          ),
          rotation: fc.oneof(scalar, fc.record({ frequency: fc.oneof(fc.constantFrom("Yearly"), scalar) })),
          aws: scalar,
          azure: scalar,
          kubernetes: scalar,
        },
        { requiredKeys: [] },
      ),
    ),
    { maxKeys: 3 },
  );

  test("ends with credentials of that schema or an error of the table", async () => {
    const world = fakeWorld();
    world.files.put("/home/dev/shop/.devenvrc", "");
    await check(
      fc.asyncProperty(own, async (given) => {
        world.files.put("/home/dev/shop/.devenvrc", `credentials: ${JSON.stringify(given)}\n`);
        const secrets = await tamed(() => secretsOf(world));
        if (secrets !== undefined) expect(secrets.all.length).toBe(CREDENTIALS.length + Object.keys(given).length);
        expect(Object.prototype).not.toHaveProperty("fields");
      }),
    );
  }, 600_000);
});

describe("whatever a vendor answers", () => {
  const status = fc.oneof(
    fc.constantFrom(200, 204, 301, 400, 401, 403, 404, 410, 429, 500, 503),
    fc.integer({ min: 100, max: 599 }),
  );
  const shape = fc.constantFrom(
    "error",
    "errors",
    "code",
    "message",
    "scopes",
    "data",
    "permissions",
    "ok",
    "error_description",
  );
  const body = fc.oneof(
    fc.json(),
    fc.dictionary(shape, fc.oneof(fc.jsonValue(), fc.constant(CANARY))).map((one) => JSON.stringify(one)),
    fc.string({ unit: "binary" }),
    fc.constant(`<html>${CANARY}</html>`),
  );
  const answer = fc.record({
    status,
    body,
    headers: fc.dictionary(fc.constantFrom("content-type", "x-oauth-scopes", "retry-after"), fc.string()),
  });
  const STATES = ["valid", "restricted", "invalid", "indeterminate"];

  test("the verdict is one of four, and says no value back", async () => {
    const base = fakeWorld();
    let given: HttpAnswer = { status: 200, headers: {}, body: "" };
    const world: World = {
      ...base,
      clock: { ...base.clock, sleep: async () => {} },
      outside: { request: async () => given },
    };
    const { tools } = await secretsOf(world);
    const subjects = CREDENTIALS.filter(({ id }) =>
      ["openai", "anthropic", "sendgrid", "jira", "slack", "google-oauth"].includes(id),
    ).map((credential) => ({
      credential,
      values: Object.fromEntries(
        credential.fields.map(({ name, format }) => [
          name,
          new Secret(format === "openai-key" ? CANARY : goodFor(format)),
        ]),
      ),
      fields: credential.fields.map(({ name }) => ({ field: name, state: "good" as const, says: "" })),
    }));
    await check(
      fc.asyncProperty(fc.constantFrom(...subjects), answer, async (subject, next) => {
        const value = longest(subject.values);
        given = { ...next, body: next.body.replaceAll(CANARY, JSON.stringify(value).slice(1, -1)) };
        const findings = await tamed(() => liveFindings(tools, subject, { signal: AbortSignal.timeout(60_000) }));
        for (const { state } of findings ?? []) expect(STATES).toContain(state);
        expect(JSON.stringify(findings ?? []).includes(value)).toBe(false);
      }),
    );
  }, 600_000);
});

const longest = (values: Readonly<Record<string, Secret>>): string =>
  Object.values(values)
    .map((secret) => secret.reveal())
    .toSorted((one, other) => other.length - one.length)[0] ?? CANARY;
