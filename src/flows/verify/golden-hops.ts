import { Secret } from "../../domain/secret.ts";
import type { HttpAnswer } from "../../domain/world.ts";
import { opaAt } from "../../services/opa/api.ts";
import { approleSecrets } from "../../services/vault/credentials.ts";
import { clockOffset } from "../clock-offset.ts";
import { variablesOf } from "../env-values.ts";
import { DEFAULT_TOKEN_USER } from "../token.ts";
import { stackVault } from "../vault/vault-place.ts";
import type { ProofSubject } from "./verifier.ts";

const DEADLINE_MS = 10_000;
const REALM = "agentvoicebox";
const PORTAL = "portal-frontend";
const BACKEND = "agentvoicebox-backend";
const SECRET = "agentvoicebox/backend/django";

/** What one hop leaves for the next. */
export interface Journey {
  token?: string;
  claims?: Readonly<Record<string, unknown>>;
}

/** A step of the way from a sign-in to an invoice. */
export interface Hop {
  readonly id: string;
  readonly claim: string;
  readonly fix: string;
  /** The service that must run as a real one. */
  readonly service?: "opa" | "vault" | "temporal";
  /** What was seen in the claim's place; undefined where it holds. */
  act(journey: Journey, subject: ProofSubject): Promise<string | undefined>;
}

/** The hops that are signed for by the one who signs in, in their order. */
export const HOPS: readonly Hop[] = [
  {
    id: "sign-in",
    claim: `${DEFAULT_TOKEN_USER} signs in at the portal and gets a token`,
    fix: "avb dev seed keycloak",
    act: signIn,
  },
  {
    id: "token",
    claim: "the token holds against the published keys, for the backend",
    fix: "avb dev seed keycloak",
    act: holds,
  },
  {
    ...{ id: "decision", claim: "OPA lets its bearer open a voice session, and not in another tenant", service: "opa" },
    ...{ fix: "avb dev seed opa", act: decides },
  },
  {
    ...{ id: "secret", claim: "the backend signs in to Vault by its AppRole and reads its secret", service: "vault" },
    ...{ fix: "avb dev seed vault", act: readsSecret },
  },
];

const realmUrl = ({ stack }: ProofSubject, path: string): string =>
  `http://127.0.0.1:${stack.ports.get("keycloak.http") ?? 0}/realms/${REALM}${path}`;

async function ask(subject: ProofSubject, url: string, form?: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  const { world, signal } = subject;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const sent = form === undefined ? {} : { method: "POST", headers, body: new URLSearchParams(form).toString() };
  return world.http.request({ url, timeoutMs: DEADLINE_MS, signal, ...sent });
}

async function signIn(journey: Journey, subject: ProofSubject): Promise<string | undefined> {
  const password = await subject.secrets.get(`identity/${DEFAULT_TOKEN_USER}`);
  const form = { grant_type: "password", client_id: PORTAL, username: DEFAULT_TOKEN_USER, scope: "openid" };
  const url = realmUrl(subject, "/protocol/openid-connect/token");
  const { status, body } = await ask(subject, url, { ...form, password: password.reveal() });
  if (status !== 200) return `it answered ${status}`;
  journey.token = String(Object(JSON.parse(body)).access_token);
  return undefined;
}

async function holds(journey: Journey, subject: ProofSubject): Promise<string | undefined> {
  const { world, checkout, stack } = subject;
  const [keys, discovery] = await Promise.all([
    ask(subject, realmUrl(subject, "/protocol/openid-connect/certs")),
    ask(subject, realmUrl(subject, "/.well-known/openid-configuration")),
  ]);
  const issuer = String(Object(JSON.parse(discovery.body)).issuer);
  const moved = stack.embedded.has("keycloak") ? await clockOffset(world, checkout) : 0;
  const expected = { issuer, audience: BACKEND, atMs: world.clock.now() + moved };
  journey.claims = await world.jwt.verify(journey.token ?? "", keys.body, expected);
  return undefined;
}

async function decides({ claims }: Journey, { world, stack, signal }: ProofSubject): Promise<string | undefined> {
  if (claims === undefined) return "there is no token whose bearer could be asked about";
  const { sub: id, tenant_id, realm_access } = claims;
  const user = { id, tenant_id, roles: Object(realm_access).roles };
  const opa = opaAt(world.http, stack.ports.get("opa.http") ?? 0, signal);
  const decide = (tenant: unknown) =>
    opa.decide({
      user,
      action: "create",
      resource: { type: "voice_session", id: world.random.uuid(), tenant_id: tenant },
    });
  const [own, foreign] = await Promise.all([decide(tenant_id), decide(world.random.uuid())]);
  return own === true && foreign === false ? undefined : `it decided ${own} for its own tenant, ${foreign} for another`;
}

async function readsSecret(_journey: Journey, subject: ProofSubject): Promise<string | undefined> {
  const { world, stack, secrets, signal } = subject;
  const names = approleSecrets("backend");
  const [role, secret] = await Promise.all([secrets.get(names.roleId), secrets.get(names.secretId)]);
  const nobody = stackVault(world, stack, new Secret(""), signal);
  const { auth } = await nobody.write("auth/approle/login", { role_id: role.reveal(), secret_id: secret.reveal() });
  const backend = stackVault(world, stack, new Secret(String(Object(auth).client_token)), signal);
  const held = await backend.read(`${mountPoint(subject)}/data/${SECRET}`);
  await backend.write("auth/token/revoke-self", {});
  return Object.keys(Object(held?.data)).length > 0 ? undefined : `there is nothing at ${SECRET}`;
}

/** Where the application is told that its secrets are. */
function mountPoint({ world, checkout, stack }: ProofSubject): string {
  const wishes = { view: "host", services: ["vault"], renames: [] } as const;
  const value = variablesOf(world, checkout, { stack, wishes }).find(({ name }) => name === "VAULT_MOUNT_POINT")?.value;
  return value?.kind === "text" ? value.text : "secret";
}
