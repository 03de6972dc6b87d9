import type { FieldValues } from "../../../domain/credential-store.ts";
import { Secret } from "../../../domain/secret.ts";
import { SIGNING_ALGORITHMS } from "../../../domain/signing-keys.ts";
import { PREVIOUS_UNTIL, publishedKeys, USUAL_TOKEN_LIFE_MS } from "../published-keys.ts";
import { graceOf } from "./grace.ts";
import type { Judgement, RotationRun, RotationWay } from "./rotation-run.ts";

/** The key that tokens are signed with, made here. The old one is published for as long as the longest token lives. */
export const jwtWay = (field: string): RotationWay => ({
  kind: "on this machine",
  fields: [field],
  graceMs: USUAL_TOKEN_LIFE_MS,
  plan: { issue: "make a new signing key", revoke: "publish the old one no more: avb secrets jwks" },
  prepare: async () => ({}),
  issue: async (run) => ({ fields: { [field]: new Secret(await madeLike(run, field)) } }),
  judge: (run, values) => judged(run, values[field], field),
  revoke: async ({ store, credential, secrets }) => {
    const now = new Date(secrets.tools.world.clock.now()).toISOString();
    await store.pending.tag(credential, { [PREVIOUS_UNTIL]: now });
    return "it is published no more";
  },
  withdraw: async () => "tokens that it has signed hold until they end",
});

/** Of the algorithm and in the form of the old one, or of the algorithm that was asked for. */
async function madeLike({ store, credential, secrets, means }: RotationRun, field: string): Promise<string> {
  const { keys } = secrets.tools.world.jwt;
  const look = (await store.look([credential])).get(credential.id);
  const old: FieldValues = look?.state === "present" ? look.found.fields : {};
  const before = await keys.describe(old[field]?.reveal() ?? "");
  const algorithm = SIGNING_ALGORITHMS.find((one) => one === means.algorithm) ?? before?.algorithm ?? "HS256";
  const isOther = before?.algorithm !== algorithm;
  return keys.make(algorithm, isOther ? (algorithm === "HS256" ? "text" : "jwk") : before.form);
}

async function judged(run: RotationRun, key: Secret | undefined, field: string): Promise<Judgement> {
  const { store, credential, secrets } = run;
  const { world } = secrets.tools;
  const text = key?.reveal() ?? "";
  const times = { now: world.clock.now(), lifeMs: Math.max(graceOf(run), USUAL_TOKEN_LIFE_MS) };
  const published = await publishedKeys(store, { credential, field }, times);
  const found = await world.jwt.keys.describe(text);
  if (found === undefined) return { state: "bad", says: "is no key that signs" };
  if (!published.some((one) => one.key.reveal() === text))
    return { state: "bad", says: `is published no more (${found.kid.slice(0, 8)})` };
  if (!(await world.jwt.keys.proves(text))) return { state: "bad", says: "does not verify what it signs" };
  return { state: "good", says: `signs and is published (${found.algorithm}, kid ${found.kid.slice(0, 8)})` };
}
