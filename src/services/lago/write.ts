import type { LagoApi, LagoFields, LagoKind } from "../../domain/lago.ts";
import { inBatches } from "./api.ts";
import { LAGO_KIND_FACTS, lagoListOf } from "./kinds.ts";
import { differingFields } from "./normal-form.ts";
import type { BillingVerdict, BillingWrite, HeldBilling } from "./seed.ts";

/** What is written to: the server, and what was read of it. */
export interface WriteTarget {
  readonly api: LagoApi;
  readonly held: HeldBilling;
  /** Turns Lago's refusal of a write into an error of ours; `at` says which one it is. */
  failed(write: BillingWrite, refusal: unknown, at: WritePlace): unknown;
}

/** Which write of how many. */
export interface WritePlace {
  readonly at: number;
  readonly of: number;
}

/**
 * Writes what differs: metrics and customers at once, then plans, which name metrics by id, then subscriptions, and the
 * endpoints last, so that no application is told of the seeding. Customers and subscriptions keep the document's order,
 * since Lago numbers them and their invoices as they come. Answers what Lago kept otherwise although it accepted it.
 */
export async function writeBilling(
  writes: readonly BillingWrite[],
  target: WriteTarget,
): Promise<readonly BillingVerdict[]> {
  const of = (kind: LagoKind) => writes.filter((write) => write.kind === kind);
  let done = 0;
  const one = async (write: BillingWrite, bodyOf?: (want: LagoFields) => LagoFields): Promise<Written> => {
    const written = await writeOne(write, target, bodyOf).catch((refusal: unknown) => {
      throw target.failed(write, refusal, { at: done + 1, of: writes.length });
    });
    done += 1;
    return written;
  };
  const [metrics, customers] = await Promise.all([
    inBatches(of("billable_metrics"), (write) => one(write)),
    inOrder(of("customers"), (write) => one(write)),
  ]);
  const ids = metricIds([...target.held.billable_metrics, ...metrics.map(({ now }) => now)]);
  const plans = await inBatches(of("plans"), (write) => one(write, (want) => withIds(want, write.have, ids)));
  const subscriptions = await inOrder(of("subscriptions"), (write) => one(write));
  const endpoints = await inOrder(of("webhook_endpoints"), (write) => one(write));
  return [...metrics, ...customers, ...plans, ...subscriptions, ...endpoints].flatMap(({ kept }) => kept);
}

interface Written {
  readonly now: LagoFields;
  readonly kept: readonly BillingVerdict[];
}

async function writeOne(
  write: BillingWrite,
  { api }: WriteTarget,
  bodyOf = (want: LagoFields): LagoFields => want,
): Promise<Written> {
  const { kind, key, want, have } = write;
  const body = bodyOf(want);
  const id = kind === "webhook_endpoints" ? String(have?.lago_id) : key;
  const now = have === undefined ? await api[kind].create(body) : await api[kind].update(id, body);
  return { now, kept: keptOtherwise(write, now) };
}

function keptOtherwise({ kind, key, want }: BillingWrite, now: LagoFields): readonly BillingVerdict[] {
  const fields = differingFields(kind, want, now);
  if (fields.length === 0) return [];
  const why = `Lago accepted it and kept its own ${fields.join(", ")}`;
  return [{ kind: LAGO_KIND_FACTS[kind].one, key, do: "blocked", why }];
}

async function inOrder<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>) {
  const results: Result[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}

const metricIds = (metrics: readonly LagoFields[]): ReadonlyMap<string, unknown> =>
  new Map(metrics.map(({ code, lago_id }) => [String(code), lago_id]));

/** Lago takes a metric by its id alone, and keeps a charge whose own id is given; a charge of another model is another charge. */
function withIds(plan: LagoFields, have: LagoFields | undefined, ids: ReadonlyMap<string, unknown>): LagoFields {
  const held = lagoListOf(have?.charges);
  const charges = lagoListOf(plan.charges).map(({ billable_metric_code: code, ...charge }) => {
    const same = held.find((one) => one.billable_metric_code === code && one.charge_model === charge.charge_model);
    return {
      ...charge,
      billable_metric_id: ids.get(String(code)),
      ...(same === undefined ? {} : { id: same.lago_id }),
    };
  });
  return plan.charges === undefined ? plan : { ...plan, charges };
}
