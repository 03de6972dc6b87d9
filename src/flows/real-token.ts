import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Client, IdentityDocument } from "../domain/identity.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { clientSecretName, passwordName } from "../services/keycloak/wanted.ts";
import { wantedIdentities } from "./plan-seed.ts";
import { stackSecrets } from "./stack-secrets.ts";
import { DEFAULT_TOKEN_USER, requestFor, type TokenOptions, type TokenResult } from "./token-request.ts";
import { type Form, signInCalls } from "./verify/keycloak/sign-in-calls.ts";
import { within } from "./within.ts";

/** What only the sandbox makes, by the flag that asks for it. */
const TO_ORDER = { roles: "--role", tenant: "--tenant", ttlSeconds: "--ttl" } as const;
/** Through whom a user gets a token where no client is named. */
const BACKEND = "agentvoicebox-backend";

/**
 * A token of the stack's real Keycloak: a user's by the password grant, a client's own by client credentials. TOKEN_TO_ORDER (2)
 * for what a real realm does not sign; TOKEN_REFUSED (9) where it gives none; SERVICE_NOT_RUNNING (8) where nobody answers.
 */
export async function realToken(
  world: World,
  { checkout, stack }: { readonly checkout: Checkout; readonly stack: Stack },
  options: TokenOptions,
): Promise<TokenResult> {
  for (const [option, flag] of Object.entries(TO_ORDER))
    if (options[option as keyof typeof TO_ORDER] !== undefined) throw AvbError.of("TOKEN_TO_ORDER", { flag });
  const identities = await wantedIdentities(world, checkout);
  const { username, clientId = BACKEND } = requestFor(identities, "the realm", options);
  const form = await formFor(world, checkout, { identities, stack, username, clientId });
  const port = stack.ports.get("keycloak.http") ?? 0;
  const answer = await within(world.clock, DEADLINE_MS, (signal) =>
    signInCalls(world, { port, realm: identities.realm, signal }).tokens(form),
  ).catch((error: unknown) => {
    throw whyNot(error, username ?? clientId);
  });
  const { header, claims } = await world.jwt.decode(answer.access_token);
  const expiresInSeconds = Number(claims.exp) - Number(claims.iat);
  return { token: answer.access_token, expiresInSeconds, header, claims };
}

const DEADLINE_MS = 20_000;

interface Asked {
  readonly identities: IdentityDocument;
  readonly stack: Stack;
  readonly username: string | undefined;
  readonly clientId: string;
}

async function formFor(world: World, checkout: Checkout, { identities, stack, ...asked }: Asked): Promise<Form> {
  const { username, clientId } = asked;
  const names = [clientSecretName({ clientId })];
  // A Vault that does not answer keeps nobody from a token: its secret is mostly this checkout's own.
  const secrets = await stackSecrets(world, checkout, { stack, names, orLocal: true });
  const client = identities.clients.find((one) => one.clientId === clientId);
  const secret = client === undefined || client.public ? undefined : secrets.get(clientSecretName(client));
  const own = { client_id: clientId, ...(secret && { client_secret: secret.reveal() }) };
  if (username === undefined) {
    if (client !== undefined) requireService(client);
    return { grant_type: "client_credentials", ...own };
  }
  const password = secrets.get(passwordName({ username }));
  return { grant_type: "password", scope: "openid", ...own, username, password: password.reveal() };
}

function requireService({ clientId, grants }: Client): void {
  if (grants.includes("client_credentials")) return;
  const why = "it keeps no secret, so that it has no token of its own";
  throw AvbError.of("TOKEN_REFUSED", {
    who: clientId,
    why,
    fix: `avb dev token --client ${clientId} --user ${DEFAULT_TOKEN_USER}`,
  });
}

/** Keycloak's own word where it refused; the connection's error where it did not answer. */
function whyNot(error: unknown, who: string): AvbError {
  const said = error instanceof Error ? error.message : String(error);
  if (said.startsWith("it gave no token"))
    return AvbError.of("TOKEN_REFUSED", { who, why: said, fix: "avb dev seed keycloak" }, { cause: error });
  const facts = { service: "keycloak", why: "it does not answer", fix: "avb dev up" };
  return AvbError.of("SERVICE_NOT_RUNNING", facts, { cause: error });
}
