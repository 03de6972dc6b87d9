import type { ContainerFacts } from "../../domain/container.ts";

/**
 * A full hostname fixes the issuer for both views, and the dynamic backchannel lets containers call it by its own name
 * (guide: server/hostname). The image has no `*_FILE` variables, so its entrypoint reads assignments as user 1000.
 */
export const keycloakContainers: Readonly<Record<string, ContainerFacts>> = {
  keycloak: {
    secrets: { as: "sourced", uid: 1000 },
    texts: {
      KC_HOSTNAME: ["http://localhost:", { hostPort: "keycloak.http" }],
      KC_HOSTNAME_BACKCHANNEL_DYNAMIC: ["true"],
    },
  },
};
