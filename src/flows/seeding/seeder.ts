import type { Checkout } from "../../domain/checkout.ts";
import type { Seeding } from "../../domain/seeding.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import type { LiveSecrets } from "../live/live-secrets.ts";

/** Whose service is seeded. */
export interface SeedSubject {
  readonly world: World;
  readonly checkout: Checkout;
  readonly stack: Stack;
  readonly secrets: LiveSecrets;
}

/** How the documents of one real service are opened. */
export interface Seeder {
  /** Services that must be usable before this one's seeds are read or written. */
  readonly usable?: readonly string[];
  /** Services that must be seeded before, where they take part. */
  readonly seeded?: readonly string[];
  /** Reads and checks the documents; errors name file and line, and come before anything is started or written. The service is not asked. */
  open(subject: SeedSubject): Promise<Seeding>;
}
