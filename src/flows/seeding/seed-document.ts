import {
  resolveReferences,
  resolveText,
  secretsIn,
  shownSecrets,
  type WithSecrets,
} from "../../domain/document-references.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import type { Secret } from "../../domain/secret.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";
import { openLocalSecrets } from "../local-secrets.ts";
import { seedReferenceProblems, seedReferences } from "./seed-references.ts";
import type { SeedSource } from "./seed-sources.ts";
import type { SeedSubject } from "./seeder.ts";

/** What is wrong in a document, and under which keys. */
export interface SeedProblem {
  readonly path: KeyPath;
  readonly says: string;
}

/** A JSON or YAML document of a seeding. */
export interface SeedDocument<T> {
  readonly source: SeedSource;
  /** As it is written, references and all. */
  readonly written: T;
  /** With its references resolved; `revealed` gives what is sent. */
  readonly value: WithSecrets<T>;
  /** The same as it may be printed and compared: secrets are fingerprints. */
  readonly shown: T;
}

/** How a document is judged. */
export interface SeedDocumentRules<T> {
  /** The service that it is for: secrets below its name may be made for it, as those of the applications' profiles. */
  readonly service: string;
  is(value: unknown): value is T;
  /** Asked only when `is` says no; at least one problem. */
  problems(value: unknown): readonly SeedProblem[];
}

/**
 * Reads a document and resolves its references as the service in its container sees them. Everything that is wrong is told
 * with file, line and column: SEED_DOCUMENT and SEED_REFERENCE (3), the YAML_* codes for what cannot be read at all.
 */
export async function openSeedDocument<T>(
  subject: SeedSubject,
  source: SeedSource,
  rules: SeedDocumentRules<T>,
): Promise<SeedDocument<T>> {
  const { world, checkout } = subject;
  const plain = plainJson(source.text);
  // Places cost a parser that is not loaded for a document that is well.
  const isWell = rules.is(plain) && seedReferenceProblems(subject, rules.service, plain).length === 0;
  const written = isWell ? plain : await judged(subject, source, rules);
  const [references, secrets] = await Promise.all([
    seedReferences(subject, { service: rules.service, source, names: secretsIn(written) }),
    openLocalSecrets(world, checkout),
  ]);
  const key = secrets.get("seeds/digest").reveal();
  const value = resolveReferences(written, references);
  return { source, written, value, shown: shownSecrets(value, (text) => world.hash.hmac(key, text)) };
}

/** A text of a service's own language, such as HCL or Rego: a `Secret` where it refers to one. SEED_REFERENCE (3) with its line. */
export async function openSeedText(
  subject: SeedSubject,
  source: SeedSource,
  service: string,
): Promise<string | Secret> {
  const { path, text } = source;
  const lines = text.split("\n");
  const problems = seedReferenceProblems(subject, service, lines).map(({ what, fix, path: [line = 0] }) =>
    AvbError.of("SEED_REFERENCE", { what, fix }, { place: { file: path, line: Number(line) + 1 } }),
  );
  throwAll(problems);
  return resolveText(text, await seedReferences(subject, { service, source, names: secretsIn(text) }));
}

async function judged<T>(subject: SeedSubject, source: SeedSource, rules: SeedDocumentRules<T>): Promise<T> {
  const { service: id, is } = rules;
  const document = await subject.world.yaml.parse(source.text, source.path);
  const { value } = document;
  const fits = is(value);
  const ill = fits ? [] : rules.problems(value);
  throwAll([
    ...ill.map(({ path, says }) => AvbError.of("SEED_DOCUMENT", { id, what: says }, { place: document.placeOf(path) })),
    ...seedReferenceProblems(subject, id, value).map(({ path, what, fix }) =>
      AvbError.of("SEED_REFERENCE", { what, fix }, { place: document.placeOf(path) }),
    ),
  ]);
  if (fits) return value;
  throw AvbError.of("BUG", { what: `${source.path} has no problem and is no document` });
}

function throwAll([first, ...others]: readonly AvbError[]): void {
  if (first !== undefined) throw others.length === 0 ? first : new AvbErrors([first, ...others]);
}

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
