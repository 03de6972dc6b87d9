import type { Api } from "lago-javascript-client";
import type { LagoKind } from "../domain/lago.ts";

/** The official client. */
export type LagoClient = Api<unknown>;

type Answer = Promise<{ readonly data: unknown }>;

/** The official client's methods for one kind of thing. */
export interface LagoVerbs {
  /** The member that carries a single thing, in bodies and answers. */
  readonly one: string;
  list(client: LagoClient, query: object): Answer;
  /** Rejects with the client's own 404 where there is none. */
  find(client: LagoClient, key: string): Answer;
  create(client: LagoClient, body: never): Answer;
  update(client: LagoClient, key: string, body: never): Answer;
}

/** Facts 6.2: customers and subscriptions have no PUT for what a document says of them, their POST is an upsert. */
export const LAGO_VERBS: Readonly<Record<LagoKind, LagoVerbs>> = {
  billable_metrics: {
    one: "billable_metric",
    list: ({ billableMetrics }, query) => billableMetrics.findAllBillableMetrics(query),
    find: ({ billableMetrics }, code) => billableMetrics.findBillableMetric(code),
    create: ({ billableMetrics }, body) => billableMetrics.createBillableMetric(body),
    update: ({ billableMetrics }, code, body) => billableMetrics.updateBillableMetric(code, body),
  },
  plans: {
    one: "plan",
    list: ({ plans }, query) => plans.findAllPlans(query),
    find: ({ plans }, code) => plans.findPlan(code),
    create: ({ plans }, body) => plans.createPlan(body),
    update: ({ plans }, code, body) => plans.updatePlan(code, body),
  },
  customers: {
    one: "customer",
    list: ({ customers }, query) => customers.findAllCustomers(query),
    find: ({ customers }, id) => customers.findCustomer(id),
    create: ({ customers }, body) => customers.createCustomer(body),
    update: ({ customers }, _id, body) => customers.createCustomer(body),
  },
  subscriptions: {
    one: "subscription",
    list: ({ subscriptions }, query) => subscriptions.findAllSubscriptions(query),
    find: ({ subscriptions }, id) =>
      subscriptions.findSubscription(id).catch((error: unknown) => {
        if (Object(error).status !== 404) throw error;
        return subscriptions.findSubscription(id, { status: "pending" });
      }),
    create: ({ subscriptions }, body) => subscriptions.createSubscription(body),
    update: ({ subscriptions }, _id, body) => subscriptions.createSubscription(body),
  },
  webhook_endpoints: {
    one: "webhook_endpoint",
    list: ({ webhookEndpoints }, query) => webhookEndpoints.findAllWebhookEndpoints(query),
    find: ({ webhookEndpoints }, id) => webhookEndpoints.findWebhookEndpoint(id),
    create: ({ webhookEndpoints }, body) => webhookEndpoints.createWebhookEndpoint(body),
    update: ({ webhookEndpoints }, id, body) => webhookEndpoints.updateWebhookEndpoint(id, body),
  },
};
