import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { type LagoApi, LagoRefusal } from "../domain/lago.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import { heard } from "../domain/told-error.ts";
import type { World } from "../domain/world.ts";
import { isInUse, patientLago, readBilling } from "../services/lago/api.ts";
import type { BillingDocument } from "../services/lago/document.ts";
import { LAGO_KIND_FACTS } from "../services/lago/kinds.ts";
import {
  type BillingDifference,
  type BillingVerdict,
  billingDifference,
  frozenDoubts,
  type HeldBilling,
} from "../services/lago/seed.ts";
import { writeBilling } from "../services/lago/write.ts";
import { wantedBilling } from "./billing-document.ts";
import { openLocalSecrets } from "./local-secrets.ts";

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 100;

/** A Lago, and what it is to hold. */
export interface BillingSeed {
  readonly api: LagoApi;
  /** The API's address for messages. */
  readonly url: string;
  readonly document: BillingDocument;
}

/** What a Lago holds, and how that differs from what it is to hold. */
export interface BillingObservation extends BillingDifference {
  readonly held: HeldBilling;
}

/** How patient one is with a Lago. */
interface BillingPatience {
  readonly signal?: AbortSignal;
  readonly attempts?: number;
}

/** Where a Lago answers on this machine, and what it calls this machine itself. */
interface LagoPlace {
  readonly port: number;
  readonly machine?: string;
}

/** The mock Lago of a running sandbox server, with what it is to hold for this checkout. */
export const sandboxBilling = (
  world: World,
  checkout: Checkout,
  { billingPort }: SandboxInstance,
  patience: BillingPatience = {},
): Promise<BillingSeed> => billingAt(world, checkout, { ...patience, port: billingPort });

/** The Lago at a port of this machine, with what it is to hold for this checkout. */
export async function billingAt(
  world: World,
  checkout: Checkout,
  { port, signal, attempts = ATTEMPTS, ...place }: BillingPatience & LagoPlace,
): Promise<BillingSeed> {
  const wanted = wantedBilling(world, checkout, place);
  const [secrets, document] = await Promise.all([openLocalSecrets(world, checkout), wanted]);
  // Literal loopback: another program may hold the other address family's port (F25).
  const raw = world.lago.connect({ url: `http://127.0.0.1:${port}`, key: secrets.get("lago/api-key") });
  const { clock, random } = world;
  const patience = { clock, random, attempts, firstMs: FIRST_WAIT_MS, ...(signal && { signal }) };
  return { api: patientLago(raw, patience), url: `http://localhost:${port}`, document };
}

/** Compares, and writes nothing. What the mock says of its own files; SEED_NOT_READ (9) where anything could not be read: that is never taken for empty. */
export async function observeBilling(
  { api, url, document }: BillingSeed,
  everything: boolean,
): Promise<BillingObservation> {
  try {
    const held = await readBilling(api, document, everything);
    const doubts = frozenDoubts(document, held);
    const answers = await Promise.all(doubts.map((doubt) => isInUse(api, doubt)));
    const used = doubts.filter((_doubt, at) => answers[at]).map(({ kind, key }) => `${kind} ${key}`);
    const difference = billingDifference(document, held, ({ kind, key }) => used.includes(`${kind} ${key}`));
    return { held, ...difference };
  } catch (error) {
    if (!(error instanceof LagoRefusal)) throw error;
    if (error.told !== undefined) throw heard(error.told);
    throw AvbError.of("SEED_NOT_READ", { service: "Lago", id: "lago", url, why: error.message }, { cause: error });
  }
}

/** Writes what differs; answers what Lago took and yet kept otherwise. SEED_WRITE_FAILED (9) names the first thing it refused. */
export const applyBilling = (
  { api }: BillingSeed,
  { held, writes }: BillingObservation,
): Promise<readonly BillingVerdict[]> =>
  writeBilling(writes, {
    ...{ api, held },
    failed: ({ kind, key }, refusal, { at, of }) => {
      if (!(refusal instanceof LagoRefusal)) return refusal;
      if (refusal.told !== undefined) return heard(refusal.told);
      const what = `${LAGO_KIND_FACTS[kind].one} ${key}`;
      const facts = { service: "Lago", id: "lago", what, at: String(at), of: String(of), why: refusal.message };
      return AvbError.of("SEED_WRITE_FAILED", facts, { cause: refusal });
    },
  });
