import type { Checkout } from "../../domain/checkout.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { isFlag, isListOf, isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { HttpAnswer, World } from "../../domain/world.ts";
import { vaultKeys } from "./live-secrets.ts";
import { renewRootToken } from "./root-token.ts";

/** `sys/seal-status` and the answer of `sys/init`, as far as they are read (API: system backend). */
const isSealStatus = isRecordOf<{ initialized: boolean; sealed: boolean }>({ initialized: isFlag, sealed: isFlag });
const isInitAnswer = isRecordOf<{ keys_base64: readonly string[]; root_token: string }>({
  keys_base64: isListOf(isText),
  root_token: isText,
});

/**
 * Initialises a new Vault and unseals a sealed one, and sees to it that Vault knows avb's token. The key is written down before it is needed. VAULT_KEY_LOST and
 * VAULT_KEY_WRONG (10) when a Vault that holds something cannot be opened; VAULT_REFUSED (8) for anything else.
 */
export async function openVault(world: World, checkout: Checkout, port: number): Promise<void> {
  const status = readJson((await call(world, { port, path: "seal-status" })).body, isSealStatus);
  if (status === undefined) throw refused("seal-status", "no JSON");
  if (!status.initialized) await initialise(world, checkout, port);
  if (!status.initialized || status.sealed) await unseal(world, checkout, port);
  if (!status.initialized) return;
  await renewRootToken(world, checkout, port).catch((error: unknown) => {
    throw error instanceof ServiceRefusal ? refused("generate-root", error.message) : error;
  });
}

/** One key share: the file lies on the same machine as the volume, so more of them would protect nothing. */
async function initialise(world: World, checkout: Checkout, port: number): Promise<void> {
  const body = { secret_shares: 1, secret_threshold: 1 };
  const answer = await call(world, { port, path: "init", method: "PUT", body });
  const made = readJson(answer.body, isInitAnswer);
  const [unsealKey] = made?.keys_base64 ?? [];
  if (made === undefined || unsealKey === undefined) throw refused("init", String(answer.status));
  const keys = { unsealKey, rootToken: made.root_token };
  await world.files.write(checkout.state.vault, `${JSON.stringify(keys, null, 2)}\n`);
}

async function unseal(world: World, checkout: Checkout, port: number): Promise<void> {
  const path = checkout.state.vault;
  const keys = await vaultKeys(world, checkout);
  if (keys === undefined) throw AvbError.of("VAULT_KEY_LOST", { path });
  const answer = await call(world, { port, path: "unseal", method: "PUT", body: { key: keys.unsealKey } });
  const status = readJson(answer.body, isSealStatus);
  if (answer.status === 200 && status?.sealed === false) return;
  if (answer.status !== 200 && answer.status !== 400 && answer.status !== 500)
    throw refused("unseal", String(answer.status));
  throw AvbError.of("VAULT_KEY_WRONG", { path, why: `it answered ${answer.status}` });
}

const refused = (what: string, status: string) => AvbError.of("VAULT_REFUSED", { what: `sys/${what}`, status });

interface Call {
  readonly port: number;
  readonly path: string;
  readonly method?: "PUT";
  readonly body?: object;
}

const call = (world: World, { port, path, method, body }: Call): Promise<HttpAnswer> =>
  world.http.request({
    ...{ url: `http://127.0.0.1:${port}/v1/sys/${path}`, timeoutMs: LIVE_MS.answer },
    ...(method === undefined ? {} : { method }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
