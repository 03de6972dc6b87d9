import { literal, url } from "../env-value.ts";
import { always, managed } from "../service.ts";
import type { Profile, ProfileVariable } from "./profile.ts";

const variable = (name: string, effective: ProfileVariable["effective"]): ProfileVariable => ({
  name,
  service: "keycloak",
  required: true,
  secret: false,
  effective,
});

/** The web portal: a public client in a browser, which must never see the backend's variables. */
export const portal: Profile = {
  id: "portal",
  matrix: false,
  view: "host",
  prefix: "VITE_",
  variables: [
    variable("VITE_KEYCLOAK_URL", managed(url("keycloak", "http"))),
    variable("VITE_KEYCLOAK_REALM", always(literal("agentvoicebox"))),
    variable("VITE_KEYCLOAK_CLIENT_ID", always(literal("portal-frontend"))),
  ],
};
