import type { Client } from "../../../domain/identity.ts";
import type { Proof } from "../../../domain/proof.ts";
import { isRecordOf, isText, readJson } from "../../../domain/shape.ts";
import { tried } from "../claim.ts";
import { BACKEND, type ProvedRealm } from "./prove-users.ts";
import { verifiedClaims } from "./verified-user.ts";

const FIX = "avb dev seed keycloak";

/** What the service accounts may do at the admin API, and what they may not: path, and whether it answers. */
const RIGHTS: readonly { readonly path: string; readonly needs: string | undefined; readonly says: string }[] = [
  { path: "/users?max=1", needs: "view-users", says: "read users" },
  { path: "/groups?max=1", needs: "query-groups", says: "read groups" },
  { path: "", needs: "view-realm", says: "read the realm's settings" },
  { path: "/clients?max=1", needs: undefined, says: "read clients" },
  { path: "/events", needs: undefined, says: "read login events" },
  { path: "/client-scopes", needs: undefined, says: "read client scopes" },
];

/** Each confidential client as a service: its token, and its rights row by row. */
export async function proveServices(realm: ProvedRealm): Promise<readonly Proof[]> {
  const services = realm.identities.clients.filter(({ grants }) => grants.includes("client_credentials"));
  return (await Promise.all(services.map((client) => proveService(realm, client)))).flat();
}

async function proveService(realm: ProvedRealm, client: Client): Promise<readonly Proof[]> {
  const { calls, world } = realm;
  const id = `keycloak.${client.clientId}`;
  let token = "";
  const login = await tried(
    { id: `${id}.service`, claim: `${client.clientId} gets a token of its own, for the backend`, fix: FIX },
    async () => {
      const client_secret = (await realm.clientSecret(client.clientId)).reveal();
      const form = { grant_type: "client_credentials", client_id: client.clientId, client_secret };
      token = (await calls.tokens(form)).access_token;
      const audience = client.audiences.includes(BACKEND) ? BACKEND : client.clientId;
      const claims = await verifiedClaims(world, calls, { token, audience });
      const name = `service-account-${client.clientId}`;
      return claims.preferred_username === name ? undefined : `it is a token of ${String(claims.preferred_username)}`;
    },
  );
  const admin = calls.issuer.replace("/realms/", "/admin/realms/");
  const held = client.realmManagementRoles ?? [];
  const rights = RIGHTS.map(({ path, needs, says }) => {
    const may = needs !== undefined && held.includes(needs);
    const word = may ? "may" : "may not";
    const about = { id: `${id}.${may ? "may" : "may-not"}.${says.replaceAll(/\W+/g, "-")}`, fix: FIX };
    return tried({ ...about, claim: `${client.clientId} ${word} ${says}` }, async () => {
      const { status } = await calls.ask(admin + path, { headers: { authorization: `Bearer ${token}` } });
      const isRight = may ? status === 200 : status === 403;
      return isRight ? undefined : `it was answered with ${status}`;
    });
  });
  return [login, ...(await Promise.all(rights))];
}

const isDiscovery = isRecordOf<{ readonly issuer: string; readonly token_endpoint: string }>({
  issuer: isText,
  token_endpoint: isText,
});

/** The issuer is one, whoever asks: this machine, or a container that calls the server by another name. */
export async function proveIssuer({ calls }: ProvedRealm): Promise<readonly Proof[]> {
  const path = "/.well-known/openid-configuration";
  const seen = async (headers: Readonly<Record<string, string>>) =>
    readJson((await calls.ask(path, { headers })).body, isDiscovery);
  const [host, container] = await Promise.all([seen({}), seen({ host: "keycloak:8080" })]);
  const about = (id: string, claim: string) => ({
    id: `keycloak.issuer.${id}`,
    claim,
    fix: "avb dev restart keycloak",
  });
  return Promise.all([
    tried(about("host", "the issuer is the address that a browser uses"), async () =>
      host?.issuer === calls.issuer ? undefined : `it is ${host?.issuer}`,
    ),
    tried(about("container", "the issuer is the same for a container"), async () =>
      container?.issuer === calls.issuer ? undefined : `it is ${container?.issuer}`,
    ),
    tried(about("backchannel", "a container is told to fetch tokens under the name it knows"), async () =>
      container?.token_endpoint.startsWith("http://keycloak:8080/") === true
        ? undefined
        : `it is ${container?.token_endpoint}`,
    ),
  ]);
}
