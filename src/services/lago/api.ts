import {
  type LagoApi,
  type LagoFields,
  type LagoKind,
  type LagoQuery,
  LagoRefusal,
  type LagoResource,
} from "../../domain/lago.ts";
import { type Patience, patiently } from "../../domain/retry.ts";
import type { BillingDocument } from "./document.ts";
import { lagoKeyOf } from "./kinds.ts";
import type { FrozenDoubt, HeldBilling } from "./seed.ts";

const PER_PAGE = 100;
const AT_ONCE = 8;
const STATES = ["active", "pending"] as const;

/**
 * The same API, whose every verb is tried again where that may help. All of them may be repeated: what is made has a name
 * that Lago takes only once, so a second making finds what an unanswered first one made.
 */
export function patientLago(api: LagoApi, patience: Omit<Patience, "passes">): LagoApi {
  const how: Patience = { ...patience, passes: (error) => error instanceof LagoRefusal && error.passes };
  const patient = (kind: LagoKind): LagoResource => {
    const { list, find, create, update } = api[kind];
    return {
      list: (query) => patiently(() => list(query), how),
      find: (key) => patiently(() => find(key), how),
      create: (fields) =>
        patiently(
          (attempt) =>
            create(fields).catch((error: unknown) => {
              if (attempt === 1 || !isThere(error)) throw error;
              return madeBefore(api[kind], kind, fields);
            }),
          how,
        ),
      update: (key, fields) => patiently(() => update(key, fields), how),
    };
  };
  return {
    billable_metrics: patient("billable_metrics"),
    plans: patient("plans"),
    customers: patient("customers"),
    subscriptions: patient("subscriptions"),
    webhook_endpoints: patient("webhook_endpoints"),
  };
}

const isThere = (error: unknown): boolean =>
  error instanceof LagoRefusal && error.status === 422 && error.codes.includes("value_already_exist");

async function madeBefore(resource: LagoResource, kind: LagoKind, fields: LagoFields): Promise<LagoFields> {
  const key = lagoKeyOf(kind, fields);
  const found =
    kind === "webhook_endpoints"
      ? (await allOf(resource)).find((thing) => lagoKeyOf(kind, thing) === key)
      : await resource.find(key);
  if (found === undefined) throw new LagoRefusal(`it has ${key} already, and does not show it`, 422);
  return found;
}

/**
 * What a server holds. Customers and subscriptions are what applications make many of: unless `everything` is asked for,
 * only those that the document names are read.
 */
export async function readBilling(api: LagoApi, document: BillingDocument, everything: boolean): Promise<HeldBilling> {
  const read = (kind: LagoKind): Promise<readonly LagoFields[]> => {
    if (kind !== "customers" && kind !== "subscriptions") return allOf(api[kind]);
    if (everything) return allOf(api[kind], kind === "subscriptions" ? { "status[]": STATES } : {});
    return named(
      api[kind],
      document[kind].map((thing) => lagoKeyOf(kind, thing)),
    );
  };
  const [billable_metrics, plans, customers, subscriptions, webhook_endpoints] = await Promise.all([
    read("billable_metrics"),
    read("plans"),
    read("customers"),
    read("subscriptions"),
    read("webhook_endpoints"),
  ]);
  return { billable_metrics, plans, customers, subscriptions, webhook_endpoints };
}

async function named(resource: LagoResource, keys: readonly string[]): Promise<readonly LagoFields[]> {
  const found = await inBatches(keys, (key) => resource.find(key));
  return found.filter((thing) => thing !== undefined);
}

/** Every page; a list that grows meanwhile may lose its last lines, not those that were there. */
async function allOf(resource: LagoResource, query: LagoQuery = {}): Promise<readonly LagoFields[]> {
  const first = await resource.list({ ...query, per_page: PER_PAGE, page: 1 });
  const others = Array.from({ length: Math.max(0, first.pages - 1) }, (_, at) => at + 2);
  const pages = await inBatches(others, (page) => resource.list({ ...query, per_page: PER_PAGE, page }));
  return [first, ...pages].flatMap(({ things }) => things);
}

/** Whether a plan or customer has subscriptions, so that Lago keeps some of its fields. */
export async function isInUse(api: LagoApi, { kind, key }: FrozenDoubt): Promise<boolean> {
  const of = kind === "plans" ? { plan_code: key } : { external_customer_id: key };
  const { total } = await api.subscriptions.list({ ...of, "status[]": STATES, per_page: 1 });
  return total > 0;
}

/** The results in the order of the items; only so many at once. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))));
  return results;
}

/** The codes of all plans. */
export const planCodes = async ({ plans }: LagoApi): Promise<readonly string[]> =>
  (await allOf(plans)).map((plan) => lagoKeyOf("plans", plan));
