import type { Checkout } from "../../domain/checkout.ts";
import { isRecordOf, isText } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { askVault, refusalOf, type VaultCall, type VaultPlace } from "../../services/vault/ask.ts";
import { type VaultKeys, vaultKeys } from "./live-secrets.ts";

const isAttempt = isRecordOf<{ nonce: string; otp: string }>({ nonce: isText, otp: isText });
const isMade = isRecordOf<{ encoded_token: string }>({ encoded_token: isText });

/**
 * Makes another token for avb where Vault does not know the one that is kept (API: `sys/generate-root`): whoever can unseal it
 * may. ServiceRefusal where Vault does not let it be made.
 */
export async function renewRootToken(world: World, checkout: Checkout, port: number): Promise<void> {
  const keys = await vaultKeys(world, checkout);
  if (keys === undefined) return;
  const place = { world, url: `http://127.0.0.1:${port}`, token: "" };
  const known = await askVault({ ...place, token: keys.rootToken }, { method: "GET", path: "auth/token/lookup-self" });
  if (known.status !== 403) return;
  const renewed: VaultKeys = { ...keys, rootToken: await madeToken(place, keys.unsealKey) };
  await world.files.write(checkout.state.vault, `${JSON.stringify(renewed, null, 2)}\n`);
}

async function madeToken(place: VaultPlace, key: string): Promise<string> {
  // One that somebody has left unfinished would refuse another.
  await askVault(place, { method: "DELETE", path: "sys/generate-root/attempt" });
  const { nonce, otp } = await asked(place, { path: "sys/generate-root/attempt", body: {} }, isAttempt);
  const made = await asked(place, { path: "sys/generate-root/update", body: { key, nonce } }, isMade);
  return unmasked(made.encoded_token, otp);
}

async function asked<Answer>(
  place: VaultPlace,
  { path, body }: Required<Pick<VaultCall, "path" | "body">>,
  is: (value: unknown) => value is Answer,
): Promise<Answer> {
  const call: VaultCall = { method: "POST", path, body };
  const reply = await askVault(place, call);
  if (reply.status < 300 && is(reply.body)) return reply.body;
  throw refusalOf(call, reply);
}

/** The token comes as base64 without its end signs, each byte exclusive-or the one-time password's. */
function unmasked(encoded: string, otp: string): string {
  const bytes = [...atob(encoded)].map((letter, at) => letter.charCodeAt(0) ^ otp.charCodeAt(at));
  return String.fromCharCode(...bytes);
}
