import { describe, expect, it } from "vitest";
import type { Mode } from "../../src/domain/modes.ts";
import type { ProfileId } from "../../src/domain/profiles/profile.ts";
import type { EnvChecked } from "../../src/flows/env-check.ts";
import { answerEnv } from "../../src/flows/env-command.ts";
import { envCheckout } from "../support/env-checkout.ts";

const check = async (mode: Mode, profile?: ProfileId) => {
  await using place = await envCheckout();
  const nothing = { reveal: false, force: false, example: false, check: true, dataOnly: false };
  const wishes = { view: "host" as const, services: [], renames: [], ...(profile === undefined ? {} : { profile }) };
  return answerEnv(place.world, { ...nothing, overrides: { mode }, wishes });
};

describe("avb dev env --check", () => {
  it.each(["sandbox", "live"] as const)("in mode %s finds a value for every required variable", async (mode) => {
    const { text, data } = await check(mode);
    expect(text).toBe(`15 required variables have a value in mode ${mode}`);
    expect(data).toMatchObject({ mode, platform: [], given: expect.arrayContaining(["KEYCLOAK_URL", "OPA_URL"]) });
  });

  it("in production says which values avb has, and which only the platform can supply", async () => {
    const { text, data } = await check("production");
    const { given, platform }: EnvChecked = Object(data);
    expect(text).toBe(
      `15 required variables in mode production: 6 have a value, 9 are supplied by the platform: ${platform.join(", ")}`,
    );
    expect(platform).toEqual(expect.arrayContaining(["KEYCLOAK_URL", "VAULT_ADDR", "PAYPAL_CLIENT_SECRET"]));
    expect(given).toEqual(expect.arrayContaining(["KEYCLOAK_REALM", "OPA_DECISION_PATH"]));
    expect([...given, ...platform]).toHaveLength(15);
  });

  it("counts what a profile adds", async () => {
    const { given, platform }: EnvChecked = Object((await check("production", "django")).data);
    expect(platform).toEqual(expect.arrayContaining(["DJANGO_SECRET_KEY", "CORS_ALLOWED_ORIGINS"]));
    expect(given).toContain("LLM_MAX_TOKENS");
  });
});
