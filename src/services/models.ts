import type { ModelIntegration } from "../domain/integrations.ts";

/** Matrix section 7: the application's models that point at services. */
export const modelIntegrations = [
  {
    section: "7.1",
    title: "Tenant Model",
    file: "apps/tenants/models.py",
    fields: [
      { field: "keycloak_group_id", service: "Keycloak", purpose: "Tenant group membership" },
      { field: "billing_customer_id", service: "Lago/Stripe", purpose: "External billing ID" },
    ],
  },
  {
    section: "7.2",
    title: "User Model",
    file: "apps/users/models.py",
    fields: [{ field: "keycloak_id", service: "Keycloak", purpose: "SSO identity link" }],
  },
  {
    section: "7.3",
    title: "Invoice Model",
    file: "apps/billing/models.py",
    fields: [
      { field: "lago_invoice_id", service: "Lago", purpose: "Invoice sync" },
      { field: "lago_event_id", service: "Lago", purpose: "Usage event tracking" },
    ],
  },
] as const satisfies readonly ModelIntegration[];
