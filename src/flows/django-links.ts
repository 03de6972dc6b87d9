import { revealed } from "../domain/document-references.ts";
import type { IdentityDocument } from "../domain/identity.ts";
import { type LinkedRows, linkedRows } from "../services/postgres/linked-rows.ts";
import {
  isOwnLinkDocument,
  type LinkDocument,
  type LinkTable,
  linkProblems,
  type OwnLinkDocument,
  withOwnLinks,
} from "../services/postgres/links.ts";
import { linkedIds } from "./linked-ids.ts";
import { wantedIdentities } from "./plan-seed.ts";
import { openSeedDocument } from "./seeding/seed-document.ts";
import { ownSeeds, shippedSeed } from "./seeding/seed-sources.ts";
import type { SeedSubject } from "./seeding/seeder.ts";

/** What is linked with what, before a service was asked. */
export interface OpenLinks {
  readonly tables: readonly LinkTable[];
  /** The same where secrets are fingerprints. */
  readonly shown: readonly LinkTable[];
  readonly identities: IdentityDocument;
}

const RULES = { service: "postgres", is: isOwnLinkDocument, problems: linkProblems };

/** The tables of the shipped document and of the team's own, checked (SEED_DOCUMENT, SEED_REFERENCE: 3, with file and line). */
export async function openLinks(subject: SeedSubject): Promise<OpenLinks> {
  const { world, checkout } = subject;
  const [shipped, sources, identities] = await Promise.all([
    shippedSeed(world, "postgres/links.json"),
    ownSeeds(world, checkout, "postgres"),
    wantedIdentities(world, checkout),
  ]);
  const { tables }: LinkDocument = JSON.parse(shipped.text);
  const own = await Promise.all(sources.map((source) => openSeedDocument<OwnLinkDocument>(subject, source, RULES)));
  return {
    tables: withOwnLinks(
      tables,
      own.map(({ value }) => revealed<OwnLinkDocument>(value)),
    ),
    shown: withOwnLinks(
      tables,
      own.map(({ shown }) => shown),
    ),
    identities,
  };
}

/** The rows with the ids that the running services gave. */
export const rowsNow = async (
  subject: SeedSubject,
  { identities }: Pick<OpenLinks, "identities">,
  signal: AbortSignal,
): Promise<LinkedRows> => linkedRows(identities, await linkedIds(subject, identities, signal));
