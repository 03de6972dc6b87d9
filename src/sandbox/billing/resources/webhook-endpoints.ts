import { found, invalid } from "../api/fault.ts";
import { isoSecond, readFields, readGiven } from "../api/fields.ts";
import { newest, page } from "../api/page.ts";
import { type BillingRoute, bodyOf, type Call, ok, param } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { organizationOf } from "../engine/lookups.ts";
import { WEBHOOK_ENDPOINT_FIELDS, type WebhookEndpointRecord } from "../records/webhook.ts";
import { mustBeNew } from "./unique.ts";

/** Names of this machine: a sandbox sends nothing anywhere else. */
const OWN_NAMES = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\]|host\.docker\.internal)$/;
/** A container's name, which nothing beyond its networks answers to. */
const NEIGHBOUR = /^[a-z\d][\w-]*$/;

const named = ({ tables }: Billing, call: Call): WebhookEndpointRecord =>
  found(tables.webhookEndpoints.get(param(call, "id")), "webhook_endpoint");

const view = (billing: Billing, endpoint: WebhookEndpointRecord): object => ({
  ...endpoint,
  lago_organization_id: organizationOf(billing).lago_id,
});

const shown = (billing: Billing, endpoint: WebhookEndpointRecord) => ok({ webhook_endpoint: view(billing, endpoint) });

function mustBeNear({ hasNeighbours }: Billing, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw invalid({ webhook_url: ["url_invalid"] });
  const isNear = OWN_NAMES.test(url.hostname) || (hasNeighbours && NEIGHBOUR.test(url.hostname));
  if (url.protocol !== "http:" || !isNear) throw invalid({ webhook_url: ["not_offered_by_mock"] });
}

const withUrl = ({ tables }: Billing, url: string) =>
  tables.webhookEndpoints.find(({ webhook_url }) => webhook_url === url);

/** Where applications hear what happened. */
export const webhookEndpointRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/webhook_endpoints",
    handle: (billing, call) =>
      page(call, "webhook_endpoints", {
        rows: newest(billing.tables.webhookEndpoints.all()),
        show: (endpoint) => view(billing, endpoint),
      }),
  },
  { method: "GET", path: "/webhook_endpoints/:id", handle: (billing, call) => shown(billing, named(billing, call)) },
  {
    method: "POST",
    path: "/webhook_endpoints",
    handle: (billing, call) => {
      const fields = readFields(WEBHOOK_ENDPOINT_FIELDS, bodyOf(call, "webhook_endpoint"));
      mustBeNear(billing, fields.webhook_url);
      mustBeNew(withUrl(billing, fields.webhook_url), "webhook_url");
      const created_at = isoSecond(billing.clock.now());
      const lago_id = billing.idOf("webhookEndpoints", fields.webhook_url);
      return shown(billing, billing.tables.webhookEndpoints.put({ lago_id, ...fields, created_at }));
    },
  },
  {
    method: "PUT",
    path: "/webhook_endpoints/:id",
    handle: (billing, call) => {
      const endpoint = named(billing, call);
      const fields = readGiven(WEBHOOK_ENDPOINT_FIELDS, bodyOf(call, "webhook_endpoint"));
      const { webhook_url = endpoint.webhook_url } = fields;
      mustBeNear(billing, webhook_url);
      if (webhook_url !== endpoint.webhook_url) mustBeNew(withUrl(billing, webhook_url), "webhook_url");
      return shown(billing, billing.tables.webhookEndpoints.change(endpoint, fields));
    },
  },
  {
    method: "DELETE",
    path: "/webhook_endpoints/:id",
    handle: (billing, call) => {
      const endpoint = named(billing, call);
      billing.tables.webhookEndpoints.remove(endpoint.lago_id);
      for (const { lago_id } of billing.tables.deliveries.filter((row) => row.endpoint_id === endpoint.lago_id))
        billing.tables.deliveries.remove(lago_id);
      return shown(billing, endpoint);
    },
  },
];
