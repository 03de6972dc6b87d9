import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { IdentityDocument } from "../../src/domain/identity.ts";
import { SHIPPED_IDENTITIES } from "./identities.ts";

const LIBRARY = readFileSync(new URL("../../node_modules/keycloak-js/lib/keycloak.js", import.meta.url), "utf8");

/** A web application on a port of its own; `server` may be set after it was started. */
export interface KeycloakApp {
  readonly origin: string;
  /** The identity provider's address. */
  server: string;
  /** The shipped identities, with this application among the addresses of `portal-frontend`. */
  readonly identities: IdentityDocument;
  close(): void;
}

const HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">';

const page = ({ origin, server }: KeycloakApp, onLoad: string) => `${HEAD}<title>app</title>
<script type="module">
import Keycloak from "/keycloak.js";
const keycloak = new Keycloak({ url: "${server}", realm: "agentvoicebox", clientId: "portal-frontend" });
window.keycloak = keycloak;
const options = { onLoad: "${onLoad}", pkceMethod: "S256", silentCheckSsoRedirectUri: "${origin}/silent.html" };
keycloak.init(options).then(
  (authenticated) => { document.title = authenticated ? "signed in" : "signed out"; },
  (error) => { document.title = "failed " + (error?.message ?? JSON.stringify(error)); },
);
</script>`;

const SILENT = "<!doctype html><script>parent.postMessage(location.href, location.origin)</script>";

/**
 * Starts an application that signs in with the real keycloak-js: `/` asks for a login at once, `/quiet` only looks
 * whether there is one, `/bye` does nothing.
 */
export async function startKeycloakApp(): Promise<KeycloakApp> {
  const answers: Readonly<Record<string, () => string>> = {
    "/": () => page(app, "login-required"),
    "/quiet": () => page(app, "check-sso"),
    "/silent.html": () => SILENT,
    "/bye": () => `${HEAD}<title>bye</title>`,
    "/keycloak.js": () => LIBRARY,
  };
  const listener = createServer((req, res) => {
    const path = new URL(req.url ?? "/", app.origin).pathname;
    res.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "text/html");
    res.statusCode = answers[path] === undefined ? 404 : 200;
    res.end(answers[path]?.());
  });
  await new Promise<void>((resolve) => listener.listen(0, "localhost", resolve));
  const origin = `http://localhost:${(listener.address() as AddressInfo).port}`;
  const close = () => {
    listener.close();
    listener.closeAllConnections();
  };
  const app: KeycloakApp = { origin, server: "", identities: identitiesFor(origin), close };
  return app;
}

const identitiesFor = (origin: string): IdentityDocument => ({
  ...SHIPPED_IDENTITIES,
  clients: SHIPPED_IDENTITIES.clients.map((client) =>
    client.clientId === "portal-frontend"
      ? { ...client, redirectUris: [`${origin}/*`], postLogoutRedirectUris: [`${origin}/*`], webOrigins: [origin] }
      : client,
  ),
});
