import { readFileSync } from "node:fs";
import type { IdentityDocument } from "../../src/domain/identity.ts";
import type { IdentityChange } from "../../src/domain/sandbox-protocol.ts";

/** The identities that ship with avb. */
export const SHIPPED_IDENTITIES: IdentityDocument = JSON.parse(
  readFileSync(new URL("../../templates/keycloak/identities.json", import.meta.url), "utf8"),
) as IdentityDocument;

/** A password that a test gives to a user; made here, good for nothing elsewhere. */
export const passwordOf = (username: string): string => `pw-${username.replaceAll(/[^a-z0-9]/gi, "-")}-0f3a`;

/** The secret that a test gives to a confidential client. */
export const clientSecretOf = (clientId: string): string => `cs-${clientId}-0f3a`;

/** The changes that fill an empty server with a document, secrets included. */
export const changesOf = (document: IdentityDocument): readonly IdentityChange[] => [
  ...document.tenants.map((value) => ({ do: "put", kind: "tenant", key: value.id, value }) as const),
  ...document.roles.map((value) => ({ do: "put", kind: "role", key: value.name, value }) as const),
  ...document.groups.map((value) => ({ do: "put", kind: "group", key: value.path, value }) as const),
  ...document.users.map(
    (user) =>
      ({
        do: "put",
        kind: "user",
        key: user.username,
        value: { ...user, password: passwordOf(user.username) },
      }) as const,
  ),
  ...document.clients.map(
    (client) =>
      ({
        do: "put",
        kind: "client",
        key: client.clientId,
        value: client.public ? client : { ...client, secret: clientSecretOf(client.clientId) },
      }) as const,
  ),
];
