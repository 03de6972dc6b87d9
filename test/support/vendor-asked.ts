import type { World } from "../../src/domain/world.ts";
import { check } from "../../src/flows/secrets/check.ts";
import { secretsOf, set } from "./secrets-verbs.ts";
import type { TempCheckout } from "./temp-checkout.ts";
import { VENDOR_VALUES } from "./vendor-answers.ts";
import { type VendorAnswer, type VendorBook, vendorServer } from "./vendor-server.ts";

/** How long tests wait for vendors that answer. */
export const live = { signal: new AbortController().signal, deadlineMs: 10_000 };

const SILENCE_MS = 300;

/** This machine alone: a request to any other host fails. */
export function worldWith(home: TempCheckout, env: Record<string, string>): World {
  const world = home.world({ env: { AVB_STATE_DIR: home.state, ...env } });
  const request: World["outside"]["request"] = (options) =>
    options.url.startsWith("http://127.0.0.1:")
      ? world.outside.request(options)
      : Promise.reject(new Error("a vendor was asked"));
  return { ...world, outside: { request } };
}

/** Stores the credential and asks about it a server that answers so. */
export async function asked(
  home: TempCheckout,
  {
    id,
    answers,
    held = VENDOR_VALUES[id] ?? {},
  }: { id: string; answers: readonly VendorAnswer[] | VendorBook; held?: object },
) {
  const server = await vendorServer(answers);
  const secrets = await secretsOf(worldWith(home, { AVB_VENDORS_URL: server.url }));
  await set(secrets, id, JSON.stringify(held), { unchecked: true });
  const isSlow = Array.isArray(answers) && answers.includes("slow");
  const patience = isSlow ? { ...live, deadlineMs: SILENCE_MS } : live;
  const result = await check(secrets, { ids: [id], store: "local", live: patience });
  return { finding: result.credentials[0]?.live?.[0], result, server };
}
