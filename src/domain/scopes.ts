/** The scopes a client gets without asking, as Keycloak's default client scopes that show in a token. */
const DEFAULT_SCOPES = ["email", "profile"] as const;

/** The scopes a client may ask for; asking for another one is refused. */
export const KNOWN_SCOPES: readonly string[] = [
  "openid",
  ...DEFAULT_SCOPES,
  "roles",
  "web-origins",
  "basic",
  "acr",
  "address",
  "phone",
  "microprofile-jwt",
  "offline_access",
];

/** Scopes that Keycloak grants without naming them in the token. */
const SILENT_SCOPES = new Set(["roles", "web-origins", "basic", "acr"]);

/** The scope of a token for this request: what was asked for and known, and the default scopes. */
export function grantedScope(requested: string | undefined): string {
  const asked = (requested ?? "").split(" ").filter((name) => KNOWN_SCOPES.includes(name) && !SILENT_SCOPES.has(name));
  return [...new Set([...asked, ...DEFAULT_SCOPES])].join(" ");
}

/** Scopes of a request that no client has. */
export const unknownScopes = (requested: string | undefined): readonly string[] =>
  (requested ?? "").split(" ").filter((name) => name !== "" && !KNOWN_SCOPES.includes(name));
