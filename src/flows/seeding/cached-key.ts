import { AvbError } from "../../domain/errors/avb-error.ts";
import { printable } from "../../domain/printable.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import type { RealmWrite } from "../../services/keycloak/realm-plan.ts";
import { ownContainers } from "../live/observe-live.ts";
import { nameIn } from "../live/why-fallen.ts";
import { publishedKey } from "./published-key.ts";
import type { SeedSubject } from "./seeder.ts";

/** Where the application keeps the realm's public key for an hour: Redis database 1, Django's key prefix and version (facts 2.5, 9). */
export const CACHED_KEY = { database: "1", name: "avb:1:keycloak_public_key" } as const;

/** What is to be done about it. */
export interface CachedKeyStep {
  readonly verdicts: readonly SeedVerdict[];
  readonly stages: readonly (readonly RealmWrite[])[];
}

const notRead = ({ stack }: SeedSubject, said: string) =>
  AvbError.of("SEED_NOT_READ", {
    ...{ service: "Redis", id: "keycloak", why: printable(said.trim(), 200) },
    url: `127.0.0.1:${stack.ports.get("redis.redis") ?? 0}`,
  });

const NOTHING: CachedKeyStep = { verdicts: [], stages: [] };
const TIMEOUT_MS = 10_000;

/** Removes the application's copy of a key that the realm does not sign with any more, where its Redis runs and holds one. */
export async function cachedKeyStep(
  subject: SeedSubject,
  { realm, isNew, signal }: { readonly realm: string; readonly isNew: boolean; readonly signal: AbortSignal },
): Promise<CachedKeyStep> {
  const { world, checkout, stack } = subject;
  if (!stack.running.has("redis")) return NOTHING;
  const containers = await ownContainers(world, checkout);
  const redis = containers.find((one) => nameIn(one) === "redis" && one.life === "running");
  if (redis === undefined) return NOTHING;
  const cli = async (...words: readonly string[]) => {
    const command = ["redis-cli", "-n", CACHED_KEY.database, "--raw", ...words] as const;
    return world.containers.exec(redis.id, command, { timeoutMs: TIMEOUT_MS, signal });
  };
  const { stdout, stderr, exitCode } = await cli("get", CACHED_KEY.name);
  if (exitCode !== 0) throw notRead(subject, `${stderr}${stdout}`);
  if (stdout.trim() === "") return NOTHING;
  const key = isNew ? undefined : await publishedKey(world, subject, realm);
  if (key !== undefined && stdout.replace(/\s/g, "").includes(key)) return NOTHING;
  const about = { kind: "cached key", key: CACHED_KEY.name } as const;
  const run = async () => void (await cli("del", CACHED_KEY.name));
  return {
    verdicts: [{ ...about, do: "update", why: "the application still has a key that the realm does not sign with" }],
    stages: [[{ ...about, run }]],
  };
}
