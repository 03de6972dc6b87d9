import type { Proof } from "../../domain/proof.ts";
import { inBatches } from "../../services/lago/api.ts";
import { variablesOf } from "../env-values.ts";
import { type Claim, tried, untried } from "./claim.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const DEADLINE_MS = 10_000;
const FIX = "avb dev restart redis";
/** The highest database that AgentVoiceBox's programs use (its workers: 4, 5 and 6). */
const HIGHEST = 6;
const EXPIRES_MS = 80;
const WAIT_MS = 200;

/** Redis: values are kept, forgotten in time, and not thrown away for want of room; `REDIS_URL` ends as the application needs it. */
export const redisVerifier: Verifier = {
  id: "redis",
  title: "Redis: cache, sessions and streams",
  service: "redis",
  async prove(subject) {
    const proofs = await inBatches(CLAIMS, ({ act, ...claim }): Promise<Proof> => tried(claim, () => act(subject)));
    const wrong = { id: "redis.password", claim: "another password is refused" };
    return [...proofs, untried(wrong, "this Redis asks for none; it is published on 127.0.0.1 alone")];
  },
};

interface Tried extends Claim {
  act(subject: ProofSubject): Promise<string | undefined>;
}

const CLAIMS: readonly Tried[] = [
  {
    ...{ id: "redis.write", claim: "what is written is read again, and removed", fix: FIX },
    act: async (subject) => {
      const key = `avb:proof:${subject.world.random.uuid()}`;
      return told(
        [await redis(subject, "SET", key, "42", "EX", "60"), "OK"],
        [await redis(subject, "GET", key), "42"],
        [await redis(subject, "DEL", key), "1"],
        [await redis(subject, "EXISTS", key), "0"],
      );
    },
  },
  {
    ...{ id: "redis.expiry", claim: "a value with a time is gone after it", fix: FIX },
    act: async (subject) => {
      const key = `avb:proof:${subject.world.random.uuid()}`;
      const written = await redis(subject, "SET", key, "42", "PX", String(EXPIRES_MS));
      await subject.world.clock.sleep(WAIT_MS, subject.signal);
      return told([written, "OK"], [await redis(subject, "EXISTS", key), "0"]);
    },
  },
  {
    ...{ id: "redis.databases", claim: `database ${HIGHEST} is there and apart from database 0`, fix: FIX },
    act: async (subject) => {
      const key = `avb:proof:${subject.world.random.uuid()}`;
      const there = await redis(subject, "-n", String(HIGHEST), "SET", key, "42", "EX", "60");
      const here = await redis(subject, "EXISTS", key);
      return told([there, "OK"], [here, "0"], [await redis(subject, "-n", String(HIGHEST), "DEL", key), "1"]);
    },
  },
  {
    ...{ id: "redis.eviction", claim: "nothing is thrown away for want of room", fix: FIX },
    act: async (subject) =>
      told([(await redis(subject, "CONFIG", "GET", "maxmemory-policy")).split("\n")[1], "noeviction"]),
  },
  {
    ...{ id: "redis.kept", claim: "what is written outlives a restart", fix: FIX },
    act: async (subject) => told([(await redis(subject, "CONFIG", "GET", "appendonly")).split("\n")[1], "yes"]),
  },
  {
    ...{ id: "redis.url", claim: "REDIS_URL ends in /0, where the application puts its other databases" },
    fix: "let REDIS_URL end in /0 under env of .devenvrc",
    act: async ({ world, checkout, stack }) => {
      const wishes = { services: [], renames: [], view: "host", profile: "django" } as const;
      const value = variablesOf(world, checkout, { stack, wishes }).find(({ name }) => name === "REDIS_URL")?.value;
      const text = value?.kind === "text" ? value.text : "";
      return text.endsWith("/0") ? undefined : `it is ${text === "" ? "not set" : text}`;
    },
  },
];

/** The first answer that was not the expected one. */
function told(...answers: readonly (readonly [said: string | undefined, wanted: string])[]): string | undefined {
  const wrong = answers.find(([said, wanted]) => said !== wanted);
  return wrong === undefined ? undefined : `it answered ${wrong[0] || "nothing"}, not ${wrong[1]}`;
}

/** Asks Redis' own client; it ends with 0 though the answer be an error. */
async function redis({ world, ids, signal }: ProofSubject, ...words: readonly string[]): Promise<string> {
  const command = ["redis-cli", ...words] as const;
  const { exitCode, stdout, stderr } = await world.containers.exec(ids.get("redis") ?? "", command, {
    ...{ timeoutMs: DEADLINE_MS, signal },
  });
  if (exitCode !== 0) throw new Error(stderr.trim() || `redis-cli ended with ${exitCode}`);
  return stdout.trim();
}
