import type { Seeder } from "./seeder.ts";

/** By service; each is loaded only where that service runs as a real one. */
export const SEEDERS: Readonly<Record<string, () => Promise<Seeder>>> = {
  lago: async () => (await import("./seed-lago.ts")).lagoSeeder,
};

/** The seeder of a service; undefined for one that holds nothing of ours. */
export const seederOf = async (service: string): Promise<Seeder | undefined> => SEEDERS[service]?.();
