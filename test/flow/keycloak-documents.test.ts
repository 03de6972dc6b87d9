import { describe, expect, test } from "vitest";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { keycloakSeeder } from "../../src/flows/seeding/seed-keycloak.ts";
import { ownWorld, reference } from "../support/own-world.ts";

/** Opens the documents of a checkout whose own realm document has this text; Keycloak is not asked. */
async function opened(text: string, name = "realm.json") {
  const { world, trust } = await ownWorld(`seeds:\n  keycloak: [keycloak/${name}]\n`);
  world.files.put(`/home/dev/shop/keycloak/${name}`, text);
  await trust();
  const checkout = await openCheckout(world);
  const subject = {
    world,
    checkout,
    stack: await resolveStack(world, checkout),
    secrets: await liveSecrets(world, checkout),
  };
  return { world, seeding: await keycloakSeeder.open(subject) };
}

describe("a team's own realm document", () => {
  test.each([
    ["is cut off", '{\n  "settings": {\n    "accessTokenLifespan": 300', "YAML_SYNTAX", 3],
    ["has a trailing comma", '{\n  "settings": {\n    "accessTokenLifespan": 300,\n  }\n}', "SEED_DOCUMENT", 4],
    ["has a comment", '{\n  # how long\n  "settings": {}\n}', "SEED_DOCUMENT", 2],
    ["has a key twice", '{\n  "settings": {},\n  "settings": {}\n}', "YAML_KEY_TWICE", 3],
    ["has a number as text", '{\n  "settings": {\n    "failureFactor": "5" }\n}', "SEED_DOCUMENT", 3],
    [
      "lets a login end anywhere",
      '{\n  "clients": [\n    {"clientId": "a",\n    "redirectUris": ["*"]}]\n}',
      "SEED_DOCUMENT",
      4,
    ],
    ["sends passwords in the clear", '{"settings": {\n  "sslRequired": "none"}}', "SEED_DOCUMENT", 2],
    ["holds a password", '{"clients": [{"clientId": "a",\n "credentials": [{"value": "x"}]}]}', "SEED_DOCUMENT", 2],
    ["is an export with hashes", '{"users": [{\n "credentials": [{"secretData": "x"}]}]}', "SEED_DOCUMENT", 1],
    [
      "names a secret that is not there",
      `{"settings": {\n "displayName": "${reference("secret:nobody/x")}"}}`,
      "SEED_REFERENCE",
      2,
    ],
  ])("that %s is refused with its line, before Keycloak is asked", async (_why, text, code, line) => {
    const error = await opened(text).catch((caught: unknown) => caught);
    const [first] = (error as { problems?: readonly unknown[] }).problems ?? [error];
    expect(first).toMatchObject({ code, exitCode: 3, place: { file: "keycloak/realm.json", line } });
  });

  test("may be YAML, and changes what is wanted; secrets are in it as fingerprints alone", async () => {
    const { seeding, world } = await opened("settings: {accessTokenLifespan: 600} # ten minutes\n", "realm.yaml");
    expect(seeding.facts).toContain('"accessTokenLifespan":600');
    expect(seeding.facts).toMatch(/"identity\/demo@test.com","\[secret [\w-]{12}\]"/);
    expect(world.requests).toEqual([]);
  });
});
