import type { RunTools } from "../domain/graph.ts";
import { RETIRED_KEY_MS } from "../domain/lifecycle-facts.ts";
import { isCount, isListOf, isRecordOf, isWord, orAbsent, readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";
import { changeStack } from "./change-stack.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

/** A published key: its public facts. */
export interface PublishedKey {
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
  /** True for the one that signs new tokens. */
  readonly signs: boolean;
  /** When a retired one is published no more: the last tokens it signed have expired. */
  readonly publishedUntilMs?: number;
}

/** The keys that verify the sandbox's tokens; the first one signs. */
export interface KeysResult {
  readonly keys: readonly PublishedKey[];
}

/** What a rotation changed. */
export interface RotateResult {
  readonly kid: string;
  /** Stays published until the tokens it signed have expired. */
  readonly previous: string;
}

/** Lists the published keys. */
export async function listKeys(world: World): Promise<KeysResult> {
  const checkout = await openCheckout(world);
  requireSandbox("keys list", await resolveStack(world, checkout), "keycloak");
  const { client } = await runningSandbox(world, checkout);
  const { keys }: { keys: readonly Partial<PublishedKey & { readonly n: string }>[] } = JSON.parse(
    await client.publishedKeys(),
  );
  const retired = retiredIn((await world.files.read(checkout.state.keys)) ?? "");
  return {
    keys: keys.map(({ kid = "", alg = "", use = "", n = "" }, index) => {
      const at = retired.get(n);
      return { kid, alg, use, signs: index === 0, ...(at !== undefined && { publishedUntilMs: at + RETIRED_KEY_MS }) };
    }),
  };
}

/** As much of the server's file of keys as tells when a key was retired. */
interface KeyFile {
  readonly signing: readonly KeptKey[];
}

interface KeptKey {
  readonly jwk: { readonly n: string };
  readonly retiredAtMs?: number;
}

const isKeyFile = isRecordOf<KeyFile>({
  signing: isListOf(
    isRecordOf<KeptKey>({ jwk: isRecordOf<KeptKey["jwk"]>({ n: isWord }), retiredAtMs: orAbsent(isCount) }),
  ),
});

/** When each retired key was, by its modulus, which names it in the file and among the published ones alike. */
function retiredIn(text: string): ReadonlyMap<string, number> {
  const signing = readJson(text, isKeyFile)?.signing ?? [];
  return new Map(signing.flatMap(({ jwk, retiredAtMs }) => (retiredAtMs === undefined ? [] : [[jwk.n, retiredAtMs]])));
}

/** Makes a new signing key at once; tokens signed with the old one stay valid until they expire. */
export async function rotateKeys(tools: RunTools): Promise<RotateResult> {
  const { world } = tools;
  const checkout = await openCheckout(world);
  requireSandbox("keys rotate", await resolveStack(world, checkout), "keycloak");
  return changeStack(tools, { checkout, command: "avb dev keys rotate" }, async () => {
    const { client } = await runningSandbox(world, checkout);
    return client.rotateKeys();
  });
}
