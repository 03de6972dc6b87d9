import { readGiven } from "../api/fields.ts";
import { type BillingRoute, bodyOf, ok } from "../api/route.ts";
import type { Billing } from "../billing.ts";
import { organizationOf } from "../engine/lookups.ts";
import { ORGANIZATION_FIELDS, type OrganizationRecord } from "../records/organization.ts";
import { taxView } from "../views/tax-view.ts";

/** The organization as the API shows it, with the key of its HMAC signatures: Lago shows that one in its front end alone. */
function view({ tables }: Billing, organization: OrganizationRecord): object {
  const urls = tables.webhookEndpoints.all().map(({ webhook_url }) => webhook_url);
  const taxes = tables.taxes.filter(({ applied_to_organization }) => applied_to_organization).map(taxView);
  return { ...organization, webhook_url: urls[0] ?? null, webhook_urls: urls, taxes, events_store: "postgres" };
}

/** The one organization. */
export const organizationRoutes: readonly BillingRoute[] = [
  {
    method: "GET",
    path: "/organizations",
    handle: (billing) => ok({ organization: view(billing, organizationOf(billing)) }),
  },
  {
    method: "PUT",
    path: "/organizations",
    handle: (billing, call) => {
      const fields = readGiven(ORGANIZATION_FIELDS, bodyOf(call, "organization"));
      return ok({
        organization: view(billing, billing.tables.organization.change(organizationOf(billing), fields)),
      });
    },
  },
];
