import type { LoginUser } from "../../src/sandbox/pages/people.ts";

const person = (username: string, name: string, tenant: string, roles: readonly string[]): LoginUser => ({
  username,
  name,
  email: username.includes("@") ? username : `${username}@agentvoicebox.local`,
  roles,
  tenant,
});

/** People as the login page shows them: several tenants, one and two roles, a long role name. */
export const SAMPLE_PEOPLE: readonly LoginUser[] = [
  person("admin", "Ada Admin", "Platform", ["admin", "saas_admin"]),
  person("tenant.admin", "Tess Tenant", "Acme Voice", ["tenant_admin"]),
  person("billing", "Bill Billing", "Acme Voice", ["billing_admin"]),
  person("user", "Uma User", "Acme Voice", ["user", "agent_user"]),
  person("operator", "Otto Operator", "Acme Voice", ["operator"]),
  person("developer", "Dev Developer", "Acme Voice", ["developer"]),
  person("viewer", "Vera Viewer", "Acme Voice", ["viewer"]),
  person("demo@test.com", "Demo Person", "Demo", ["tenant_admin", "user"]),
];
