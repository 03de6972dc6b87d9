import { throwTogether } from "../../domain/errors/together.ts";
import type { Seeding } from "../../domain/seeding.ts";
import type { Service } from "../../domain/service.ts";
import { catalogueOf } from "../catalogue.ts";
import { seedInputs } from "./seed-inputs.ts";
import type { Seeder, SeedSubject } from "./seeder.ts";
import { SEEDERS, type Seeders } from "./seeders.ts";

/** The documents of one running service, and how it is seeded. */
export interface OpenSeeds {
  readonly service: string;
  /** For messages: its title, and the address that it is spoken to at. */
  readonly title: string;
  readonly address: string;
  readonly seeder: Seeder;
  readonly seeding: Seeding;
  /** A digest of what is wanted. */
  readonly facts: string;
  /** A digest of what the documents are made from. */
  readonly inputs: string;
}

/** Which documents are opened: those of the services named, of all that run when none are. */
export interface SeedChoice {
  readonly services?: readonly string[];
  readonly seeders?: Seeders;
}

/** Opens the documents of the real services of a stack. What is wrong with any of them is told, all of it, before anything is begun. */
export async function openSeeds(
  subject: SeedSubject,
  { services = [...subject.stack.running], seeders = SEEDERS }: SeedChoice = {},
): Promise<readonly OpenSeeds[]> {
  const named = services.filter((id) => subject.stack.running.has(id) && Object.hasOwn(seeders, id));
  if (named.length === 0) return [];
  const inputs = await seedInputs(subject);
  const opened = await Promise.allSettled(named.map((service) => openOne(subject, service, seeders)));
  return throwTogether(opened).map((one) => ({ ...one, inputs }));
}

async function openOne(subject: SeedSubject, service: string, seeders: Seeders): Promise<Omit<OpenSeeds, "inputs">> {
  const seeder = await seeders[service]?.();
  if (seeder === undefined) throw new Error(`${service} has no seeder`);
  const seeding = await seeder.open(subject);
  return { service, ...toldAs(subject, service), seeder, seeding, facts: subject.world.hash.sha256(seeding.facts) };
}

function toldAs({ checkout, stack }: SeedSubject, id: string): Pick<OpenSeeds, "title" | "address"> {
  const { title, ports }: Pick<Service, "title" | "ports"> = catalogueOf(checkout).find(
    (service) => service.id === id,
  ) ?? { title: id, ports: {} };
  const [port] = Object.keys(ports);
  return { title, address: `localhost:${stack.ports.get(`${id}.${port}`) ?? "?"}` };
}
