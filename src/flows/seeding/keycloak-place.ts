import type { KeycloakRealm } from "../../domain/keycloak.ts";
import type { SeedSubject } from "./seeder.ts";

/** The service account that Keycloak makes with its first start, and its secret's name. */
export const BOOTSTRAP = { clientId: "avb-bootstrap", secret: "keycloak/bootstrap-client" } as const;

/** Where a stack's Keycloak answers avb. */
export const keycloakUrl = ({ stack }: Pick<SeedSubject, "stack">): string =>
  `http://127.0.0.1:${stack.ports.get("keycloak.http") ?? 0}`;

/** A realm of a running stack, signed in as the bootstrap account. */
export async function realmOf(subject: SeedSubject, realm: string, signal: AbortSignal): Promise<KeycloakRealm> {
  const { world, secrets } = subject;
  const secret = await secrets.get(BOOTSTRAP.secret);
  return world.keycloak.connect({ url: keycloakUrl(subject), realm, clientId: BOOTSTRAP.clientId, secret, signal });
}
