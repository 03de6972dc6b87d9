import { Secret } from "../../domain/secret.ts";
import { vaultChoices } from "../../domain/vault-choices.ts";
import { opaAt } from "../../services/opa/api.ts";
import { approleSecrets } from "../../services/vault/credentials.ts";
import { clockOffset } from "../clock-offset.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { temporalDocument } from "../temporal/temporal-document.ts";
import { DEFAULT_TOKEN_USER } from "../token.ts";
import { stackVault } from "../vault/vault-place.ts";
import { codeOf, redeem } from "./keycloak/browser-login.ts";
import { BACKEND, PORTAL, redirectOf } from "./keycloak/prove-users.ts";
import { type SignInCalls, signInCalls } from "./keycloak/sign-in-calls.ts";
import type { ProofSubject } from "./verifier.ts";

const SECRET = "agentvoicebox/backend/django";

/** What one hop leaves for the next. */
export interface Journey {
  calls?: SignInCalls;
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
    claim: `${DEFAULT_TOKEN_USER} signs in at the portal, by code and PKCE where Keycloak runs`,
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
  {
    ...{ id: "workflow", claim: "a workflow for the session starts in the application's namespace, and is signalled" },
    ...{ fix: "avb dev seed temporal", service: "temporal", act: runsWorkflow },
  },
];

/** The realm as the portal's visitor sees it. */
const realmSeen = ({ world, stack, signal }: ProofSubject, realm: string): SignInCalls =>
  signInCalls(world, { port: stack.ports.get("keycloak.http") ?? 0, realm, signal });

async function signIn(journey: Journey, subject: ProofSubject): Promise<string | undefined> {
  const { world, checkout, secrets } = subject;
  const identities = await wantedIdentities(world, checkout);
  const calls = realmSeen(subject, identities.realm);
  const password = (await secrets.get(`identity/${DEFAULT_TOKEN_USER}`)).reveal();
  const visitor = { clientId: PORTAL, redirectUri: redirectOf({ identities }), username: DEFAULT_TOKEN_USER, password };
  journey.calls = calls;
  if (subject.stack.embedded.has("keycloak")) {
    const form = { grant_type: "password", client_id: PORTAL, username: DEFAULT_TOKEN_USER, password, scope: "openid" };
    journey.token = (await calls.tokens(form)).access_token;
    return undefined;
  }
  const code = await codeOf(world, calls, visitor);
  journey.token = (await redeem(calls, PORTAL, code)).access_token;
  return undefined;
}

async function holds(journey: Journey, { world, checkout, stack }: ProofSubject): Promise<string | undefined> {
  const { calls, token } = journey;
  if (calls === undefined || token === undefined) return "there is no token to look at";
  const keys = await calls.ask("/protocol/openid-connect/certs");
  const moved = stack.embedded.has("keycloak") ? await clockOffset(world, checkout) : 0;
  const expected = { issuer: calls.issuer, audience: BACKEND, atMs: world.clock.now() + moved };
  journey.claims = await world.jwt.verify(token, keys.body, expected);
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
  const { world, checkout, stack, secrets, signal } = subject;
  const names = approleSecrets("backend");
  const [role, secret] = await Promise.all([secrets.get(names.roleId), secrets.get(names.secretId)]);
  const nobody = stackVault(world, stack, new Secret(""), signal);
  const { auth } = await nobody.write("auth/approle/login", { role_id: role.reveal(), secret_id: secret.reveal() });
  const backend = stackVault(world, stack, new Secret(String(Object(auth).client_token)), signal);
  const { mount } = vaultChoices(checkout.loaded.config);
  const held = await backend.read(`${mount}/data/${SECRET}`);
  await backend.write("auth/token/revoke-self", {});
  return Object.keys(Object(held?.data)).length > 0 ? undefined : `there is nothing at ${SECRET}`;
}

/** On a queue that no worker listens to: nobody is given work by it. */
async function runsWorkflow(_journey: Journey, subject: ProofSubject): Promise<string | undefined> {
  const { world, stack, signal } = subject;
  const { namespace } = await temporalDocument(subject);
  const workflowId = `avb-golden-${world.random.uuid()}`;
  const address = `127.0.0.1:${stack.ports.get("temporal.grpc") ?? 0}`;
  return world.temporal.use({ address, signal }, async (server) => {
    await server.start(namespace, { workflowId, workflow: "AvbGolden", taskQueue: "avb-verify" });
    try {
      await server.signal(namespace, workflowId, "decided");
      const run = await server.run(namespace, workflowId);
      return run?.status === "RUNNING" && run.signals === 1 ? undefined : `it is ${run?.status ?? "not there"}`;
    } finally {
      await server.terminate(namespace, workflowId);
      await server.forget(namespace, workflowId);
    }
  });
}
