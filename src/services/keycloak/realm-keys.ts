import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { Secret } from "../../domain/secret.ts";

/** The RSA keys of a new realm as PEM texts. Keycloak alone keeps them. */
export interface RealmKeys {
  readonly signing: Secret;
  readonly encryption: Secret;
}

/**
 * The key providers of a new realm: the kinds that Keycloak would choose (DefaultKeyProviders), with RSA keys given to it, because making
 * the pair takes its Java most of the time in which a realm is made. It signs their certificates and makes the symmetric keys itself.
 */
export const keyProviders = ({ signing, encryption }: RealmKeys): KeycloakFields => ({
  "org.keycloak.keys.KeyProvider": [
    provider("rsa", "RS256", { privateKey: [signing.reveal()] }),
    provider("rsa-enc", "RSA-OAEP", { privateKey: [encryption.reveal()] }),
    provider("hmac-generated", "HS512"),
    { name: "aes-generated", providerId: "aes-generated", config: PRIORITY },
  ],
});

const PRIORITY = { priority: ["100"] } as const;

const provider = (id: string, algorithm: string, more: Readonly<Record<string, readonly string[]>> = {}) => ({
  ...{ name: id, providerId: id },
  config: { ...PRIORITY, algorithm: [algorithm], ...more },
});
