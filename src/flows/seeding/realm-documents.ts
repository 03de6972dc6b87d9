import { AvbError } from "../../domain/errors/avb-error.ts";
import type { IdentityDocument } from "../../domain/identity.ts";
import type { Secret } from "../../domain/secret.ts";
import type { World } from "../../domain/world.ts";
import { mergedRealm, type RealmDocument } from "../../services/keycloak/realm-document.ts";
import { isRealmDocument, realmProblems } from "../../services/keycloak/realm-problems.ts";
import { secretNamesOf, type WantedRealm, wantedRealm } from "../../services/keycloak/wanted.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { openSeedDocument } from "./seed-document.ts";
import { ownSeeds, type SeedSource, shippedSeed } from "./seed-sources.ts";
import type { SeedSubject } from "./seeder.ts";

const RULES = { service: "keycloak", is: isRealmDocument, problems: realmProblems } as const;

/** What the documents of a checkout want of its realm, and the same as text with secrets as fingerprints. */
export interface OpenedRealm {
  readonly identities: IdentityDocument;
  readonly want: WantedRealm;
  readonly facts: string;
}

/** Opens avb's documents and the team's own. What is wrong with one is told with its line (SEED_DOCUMENT, SEED_REFERENCE, YAML_*). */
export async function openRealm(subject: SeedSubject, shown: (secret: Secret) => string): Promise<OpenedRealm> {
  const { world, checkout } = subject;
  const [identities, shipped, own] = await Promise.all([
    wantedIdentities(world, checkout),
    shippedSeed(world, "keycloak/realm.json"),
    ownSeeds(world, checkout, "keycloak"),
  ]);
  await Promise.all(own.map((source) => strictly(world, source)));
  const opened = await Promise.all([shipped, ...own].map((source) => openSeedDocument(subject, source, RULES)));
  const document = mergedRealm(opened.map(({ value }) => value as RealmDocument));
  const names = secretNamesOf(identities);
  const secrets = new Map(
    await Promise.all(names.map(async (name) => [name, await subject.secrets.get(name)] as const)),
  );
  const facts = { identities, document, secrets: [...secrets].map(([name, secret]) => [name, shown(secret)]) };
  return { identities, want: wantedRealm(identities, document, secrets), facts: JSON.stringify(facts) };
}

/** A file that calls itself JSON is JSON: the YAML reader would take comments, trailing commas and what was cut off after a scalar. */
async function strictly(world: World, { path, text }: SeedSource): Promise<void> {
  // Keys that stand twice are seen by this reader alone.
  await world.yaml.parse(text, path);
  if (!path.endsWith(".json")) return;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw AvbError.of(
      "SEED_DOCUMENT",
      { id: "keycloak", what: `this is not JSON: ${reasonOf(error)}` },
      { place: placeIn(path, text, error) },
    );
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    / in JSON at position.*$|,? ?".*" is not valid JSON$/s,
    "",
  );

/** Where JSON.parse stopped; it says so as a number of characters, and of a text that is cut off nothing. */
function placeIn(file: string, text: string, error: unknown) {
  const position = Number(/at position (\d+)/.exec(String(error))?.[1] ?? text.trimEnd().length);
  const before = text.slice(0, position).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
