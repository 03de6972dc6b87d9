import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type VaultAnswer, vaultError } from "./key-vault-errors.ts";
import { VaultState } from "./key-vault-state.ts";

/** An answer that the server gives instead of its own. */
export interface VaultFault extends VaultAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  /** Only for requests such as `PUT /secrets/name`; any otherwise. */
  readonly only?: RegExp;
  /** The body made of what was sent, in place of the other one. */
  readonly echo?: (sent: string) => object;
}

/** Key Vault played by a server of the tests' own, written from the Key Vault REST reference; it is not Azure. */
export interface KeyVault {
  readonly url: string;
  /** Variables that lead Azure's clients there: the vault, and a machine's identity that lets one in. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: VaultState;
  tenant: string;
  /** Answers for the requests to come, each once; they are given to those who were let in. */
  readonly faults: VaultFault[];
  /** What was asked of those who were let in, such as `GET /secrets/name`. */
  readonly asked: string[];
  /** How many logins there were. */
  logins: number;
  /** Let in nobody: the identity is refused. */
  isClosed: boolean;
  clear(): void;
  end(): Promise<void>;
}

const TENANT = "11111111-2222-3333-4444-555555555555";
const IDENTITY_HEADER = "identity-header";
const RESOURCE = "https://vault.azure.net";
const token = (tenant: string) => `e30.${Buffer.from(JSON.stringify({ tid: tenant })).toString("base64url")}.none`;

/** Starts the server on a loopback port of its own. */
export async function keyVault(): Promise<KeyVault> {
  const server = createServer((request, response) => void answer(vault, request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const vault: KeyVault = {
    ...{ url, tenant: TENANT, faults: [], asked: [], logins: 0, isClosed: false },
    env: {
      ...{ AZURE_KEYVAULT_URL: url, AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential" },
      ...{ IDENTITY_ENDPOINT: `${url}/identity`, IDENTITY_HEADER },
    },
    state: new VaultState(() => url),
    clear: () => {
      vault.state.clear();
      vault.faults.length = 0;
      vault.asked.length = 0;
      Object.assign(vault, { tenant: TENANT, logins: 0, isClosed: false });
    },
    end: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return vault;
}

/** The next eight writes are refused, and said back as they are and escaped. */
export function refuseWrites(vault: KeyVault): void {
  vault.faults.push(
    ...Array.from({ length: 8 }, () => ({
      ...{ status: 400, body: {}, only: /^PUT/ },
      echo: (sent: string) => ({ error: { code: "BadParameter", message: `Bad: ${sent}; ${JSON.parse(sent).value}` } }),
    })),
  );
}

async function answer(vault: KeyVault, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = Buffer.concat(await request.toArray()).toString();
  const url = new URL(request.url ?? "/", vault.url);
  const {
    status,
    body,
    headers = {},
  }: VaultFault = url.pathname === "/identity" ? identity(vault, request, url) : asVault(vault, request, { url, text });
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

/** The endpoint that App Service gives its machines (REST reference of managed identities). */
function identity(vault: KeyVault, { headers }: IncomingMessage, url: URL): VaultFault {
  vault.logins += 1;
  if (headers["x-identity-header"] !== IDENTITY_HEADER || vault.isClosed)
    return { status: 400, body: { statusCode: 400, message: "No managed identity was found for the given resource" } };
  const expires = String(Math.floor(Date.now() / 1000) + 3600);
  const about = { resource: url.searchParams.get("resource"), token_type: "Bearer", client_id: "c" };
  return { status: 200, body: { access_token: token(vault.tenant), expires_on: expires, ...about } };
}

/** Whoever comes without a token is told whom to ask for one; nothing is said of any secret. */
function asVault(vault: KeyVault, request: IncomingMessage, sent: { url: URL; text: string }): VaultFault {
  const challenge = `Bearer authorization="https://login.microsoftonline.com/${vault.tenant}", resource="${RESOURCE}"`;
  const headers = { "www-authenticate": challenge };
  const bearer = request.headers.authorization;
  if (bearer === undefined)
    return { ...vaultError(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token."), headers };
  if (bearer !== `Bearer ${token(vault.tenant)}`)
    return { ...vaultError(401, "Unauthorized", "AKV10032: Invalid issuer."), headers };
  const line = `${request.method} ${sent.url.pathname}`;
  vault.asked.push(line);
  const at = vault.faults.findIndex(({ only }) => only === undefined || only.test(line));
  const [fault] = at < 0 ? [] : vault.faults.splice(at, 1);
  if (fault !== undefined) return { ...fault, body: fault.echo?.(sent.text) ?? fault.body };
  if (!sent.url.searchParams.has("api-version"))
    return vaultError(400, "BadParameter", "api-version must be specified");
  return handled(vault, line, sent);
}

function handled({ state }: KeyVault, line: string, { url, text }: { url: URL; text: string }): VaultFault {
  const [, kind = "", name = "", more = ""] = url.pathname.split("/");
  if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) return vaultError(400, "BadParameter", `The name ${name} is no secret's.`);
  const verb = `${line.split(" ")[0]} ${kind}${more === "versions" || more === "recover" ? ` ${more}` : ""}`;
  const skip = Number(url.searchParams.get("$skiptoken") ?? 0);
  const verbs: Readonly<Record<string, () => VaultAnswer>> = {
    "PUT secrets": () => state.put(name, JSON.parse(text)),
    "PATCH secrets": () => state.update(name, more, JSON.parse(text)),
    "GET secrets": () => state.get(name, more),
    "GET secrets versions": () => state.versions(name, skip),
    "DELETE secrets": () => state.remove(name),
    "GET deletedsecrets": () => state.deleted(name),
    "POST deletedsecrets recover": () => state.recover(name),
  };
  return verbs[verb]?.() ?? vaultError(404, "NotFound", "There is no such operation.");
}
