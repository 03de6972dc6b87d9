import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { isRecordOf, isText, readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";

/** The key that Lago signs its webhooks with: what its LAGO_RSA_PRIVATE_KEY wants, the base64 of a PEM in one line. */
interface StoredKey {
  readonly rsaPrivateKey: string;
}

const isStoredKey = isRecordOf<StoredKey>({ rsaPrivateKey: isText });

/** The checkout's key; undefined before it was made. STATE_CORRUPT for a file that holds none. */
export async function lagoKey(world: World, { state }: Checkout): Promise<string | undefined> {
  const text = await world.files.read(state.lago);
  return text === undefined ? undefined : parse(state.lago, text);
}

/** The checkout's key, made once and kept 0600: of two processes that make it at the same time, one wins. */
export async function keepLagoKey(world: World, checkout: Checkout): Promise<string> {
  const found = await lagoKey(world, checkout);
  if (found !== undefined) return found;
  const rsaPrivateKey = btoa(await world.random.rsaKey());
  const text = `${JSON.stringify({ rsaPrivateKey } satisfies StoredKey)}\n`;
  if (await world.files.create(checkout.state.lago, text)) return rsaPrivateKey;
  return (await lagoKey(world, checkout)) ?? rsaPrivateKey;
}

function parse(path: string, text: string): string {
  const key = readJson(text, isStoredKey)?.rsaPrivateKey ?? "";
  if (!/^[A-Za-z0-9+/]+=*$/.test(key) || !atob(key).includes("PRIVATE KEY"))
    throw AvbError.of("STATE_CORRUPT", { path, why: "it holds no key of Lago's" });
  return key;
}
