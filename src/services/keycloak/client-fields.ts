import type { Client } from "../../domain/identity.ts";
import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { RealmDocument } from "./realm-document.ts";

/** How a grant of the identities is switched on; those that are not here every client has. */
const FLAGS: Readonly<Record<string, string>> = {
  standardFlowEnabled: "authorization_code",
  directAccessGrantsEnabled: "password",
  serviceAccountsEnabled: "client_credentials",
};
const ATTRIBUTES: Readonly<Record<string, string>> = {
  "oauth2.device.authorization.grant.enabled": "urn:ietf:params:oauth:grant-type:device_code",
  "standard.token.exchange.enabled": "urn:ietf:params:oauth:grant-type:token-exchange",
};

/** A client of the identities as Keycloak's own fields, with what the realm document says of it. */
export function clientFields(client: Client, { everyClient, clients = [] }: RealmDocument): KeycloakFields {
  const { grants } = client;
  const own = clients.find(({ clientId }) => clientId === client.clientId) ?? {};
  const { protocolMappers = [], attributes = {}, ...rest } = own;
  const on = Object.entries(FLAGS).map(([field, grant]) => [field, grants.includes(grant)] as const);
  const also = Object.entries(ATTRIBUTES).map(([name, grant]) => [name, String(grants.includes(grant))] as const);
  return {
    ...everyClient,
    ...{ id: client.id, clientId: client.clientId, name: client.name, publicClient: client.public },
    ...{ redirectUris: client.redirectUris, webOrigins: client.webOrigins },
    ...Object.fromEntries(on),
    ...rest,
    attributes: {
      ...Object.fromEntries(also),
      "post.logout.redirect.uris": client.postLogoutRedirectUris.join("##"),
      "backchannel.logout.url": client.backchannelLogoutUri ?? "",
      // RFC 9700, 2.1.1: PKCE is required of a client that keeps no secret, and plain is not enough.
      "pkce.code.challenge.method": client.public ? "S256" : "",
      ...Object(attributes),
    },
    protocolMappers: [
      ...[...new Set([client.clientId, ...client.audiences])].map(audienceMapper),
      ...(protocolMappers as readonly KeycloakFields[]),
    ],
  };
}

/** Puts a client id into `aud`: what an application checks that a token is meant for. */
const audienceMapper = (audience: string): KeycloakFields => ({
  name: `audience ${audience}`,
  protocol: "openid-connect",
  protocolMapper: "oidc-audience-mapper",
  config: {
    "included.client.audience": audience,
    "access.token.claim": "true",
    "id.token.claim": "false",
    "introspection.token.claim": "true",
  },
});
