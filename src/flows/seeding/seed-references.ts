import { documentReferenceProblems, type ReferenceSource } from "../../domain/document-references.ts";
import { AvbError, type Place } from "../../domain/errors/avb-error.ts";
import { PROFILE_IDS } from "../../domain/profiles/profile.ts";
import { isThirdParty } from "../../domain/third-party.ts";
import { catalogueOf } from "../catalogue.ts";
import { thirdPartySecrets } from "../secrets/third-party.ts";
import { thirdPartyNames } from "../secrets/third-party-names.ts";
import type { SeedSource } from "./seed-sources.ts";
import type { SeedSubject } from "./seeder.ts";

/** References of a service's document that lead nowhere or are not well written. */
export function seedReferenceProblems({ checkout }: SeedSubject, service: string, value: unknown) {
  const known = catalogueOf(checkout);
  const shipped = known.filter(({ own }) => !own);
  const names = known.filter(({ own }) => own).map(({ id }) => id);
  const thirdParty = thirdPartyNames(checkout.loaded.config.credentials);
  return documentReferenceProblems(value, { own: [service, ...PROFILE_IDS, ...names], known, shipped, thirdParty });
}

/** What a document refers to, and where it stands. */
export interface Referring {
  readonly service: string;
  readonly source: SeedSource;
  readonly names: readonly string[];
}

/** What the references of a document stand for. CREDENTIAL_NOT_GIVEN (10) with the line of a third-party one that is not there. */
export async function seedReferences(
  { world, checkout, stack, secrets }: SeedSubject,
  { service, source, names }: Referring,
): Promise<ReferenceSource> {
  const [own, others] = await Promise.all([
    Promise.all(
      names.filter((name) => !isThirdParty(name)).map(async (name) => [name, await secrets.get(name)] as const),
    ),
    thirdPartySecrets(
      world,
      checkout,
      new Map(names.filter(isThirdParty).map((name) => [name, placeIn(source, name)])),
    ),
  ]);
  const held = new Map([...own, ...others]);
  // What the sandbox server stands in for runs on this machine.
  const view = stack.embedded.has(service) ? "host" : "container";
  return {
    addressing: { services: catalogueOf(checkout), stack, view },
    secretOf: (name) => {
      const secret = held.get(name);
      if (secret === undefined) throw AvbError.of("BUG", { what: `the secret ${name} was not read ahead` });
      return secret;
    },
  };
}

const placeIn = ({ path, text }: SeedSource, name: string): Place => ({
  ...{ file: path, line: text.slice(0, text.indexOf(name)).split("\n").length },
});
