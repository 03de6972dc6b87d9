import type { Seeding } from "../../domain/seeding.ts";
import type { Seeder, SeedSubject } from "./seeder.ts";
import { seederOf } from "./seeders.ts";

/** The documents of one running service, and how it is seeded. */
export interface OpenSeeds {
  readonly service: string;
  readonly seeder: Seeder;
  readonly seeding: Seeding;
  /** A digest of what is wanted. */
  readonly facts: string;
}

/** Opens the documents of the real services of a stack, or of those among them that are named. What is wrong with one is told before anything is begun. */
export async function openSeeds(
  subject: SeedSubject,
  services: readonly string[] = [...subject.stack.running],
): Promise<readonly OpenSeeds[]> {
  const named = services.filter((id) => subject.stack.running.has(id));
  const opened = await Promise.all(named.map((service) => openOne(subject, service)));
  return opened.filter((one) => one !== undefined);
}

async function openOne(subject: SeedSubject, service: string): Promise<OpenSeeds | undefined> {
  const seeder = await seederOf(service);
  if (seeder === undefined) return undefined;
  const seeding = await seeder.open(subject);
  return { service, seeder, seeding, facts: subject.world.hash.sha256(seeding.facts) };
}
