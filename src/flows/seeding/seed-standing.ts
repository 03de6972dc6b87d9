import type { Checkout } from "../../domain/checkout.ts";
import { catalogueOf } from "../catalogue.ts";

/** The services whose containers hold what a service was seeded with: its own, and the one that it keeps its data in. */
export function holdersOf(checkout: Checkout, service: string): readonly string[] {
  const keptIn = catalogueOf(checkout).find(({ id }) => id === service)?.keptIn?.service;
  return keptIn === undefined ? [service] : [service, keptIn];
}
