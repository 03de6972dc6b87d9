/** What every realm of Keycloak 24 to 26 has from its making, by kind: it is never compared, reported or removed. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  client: ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"],
  role: ["offline_access", "uma_authorization"],
  "client scope": [
    ...["acr", "address", "basic", "email", "microprofile-jwt", "offline_access", "organization", "phone", "profile"],
    ...["role_list", "roles", "saml_organization", "service_account", "web-origins", "AuthnContextClassRef"],
  ],
  "profile attribute": ["username", "email", "firstName", "lastName", "locale"],
};

/** True for what Keycloak made itself. */
export const isBuiltIn = (kind: string, key: string, realm: string): boolean =>
  (NAMES[kind]?.includes(key) ?? false) || (kind === "role" && key === `default-roles-${realm.toLowerCase()}`);
