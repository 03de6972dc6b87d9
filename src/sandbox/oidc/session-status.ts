import { createHash } from "node:crypto";
import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { originsOf } from "../http/guards.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

const COOKIE_TEST = "AVB_COOKIE_TEST=1";

/**
 * Pages that keycloak-js loads in hidden frames: one answers its question whether the session is still the same, two find
 * out whether this browser gives cookies to frames. They may be framed by every registered origin.
 */
function framed(realm: RealmParts, script: string, headers: Readonly<Record<string, string>> = {}): SandboxAnswer {
  const hash = createHash("sha256").update(script).digest("base64");
  const origins = [...new Set(realm.store.clients().flatMap(originsOf))].filter((origin) => origin.startsWith("http"));
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "connect-src 'self'",
    `frame-ancestors 'self' ${origins.join(" ")}`,
  ];
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy.join("; "),
      ...headers,
    },
    body: `<!doctype html><title>session</title><script>${script}</script>`,
  };
}

/** `login-status-iframe.html`: is told `<clientId> <sid>`, answers `unchanged`, `changed` or `error`. */
export const statusFrame = (realm: RealmParts): SandboxAnswer => framed(realm, STATUS_SCRIPT);

const STATUS_SCRIPT = `addEventListener("message", async (event) => {
  if (typeof event.data !== "string") return;
  const [client, session] = event.data.split(" ");
  const query = new URLSearchParams({ client_id: client, origin: event.origin, session: session ?? "" });
  const answer = await fetch("login-status-iframe.html/init?" + query).catch(() => undefined);
  event.source.postMessage(answer?.status === 200 ? (await answer.json()).state : "error", event.origin);
});`;

/** `login-status-iframe.html/init`: compares the cookie's session with the one the application holds. */
export async function sessionStatus(
  provider: Provider,
  realm: RealmParts,
  { query, raw }: SandboxRequest,
): Promise<SandboxAnswer> {
  const clientId = query.get("client_id") ?? "";
  const client = realm.store.findClient({ clientId });
  const origin = query.get("origin") ?? "";
  if (client === undefined || !originsOf(client).includes(origin)) return { status: 403 };
  const session = await provider.Session.get(provider.createContext(raw.req, raw.res));
  const current = session.accountId === undefined ? "" : (session.grantIdFor(clientId) ?? "");
  return { status: 200, body: { state: current === (query.get("session") ?? "") ? "unchanged" : "changed" } };
}

/** `3p-cookies/step1.html`: leaves a cookie and goes on to the second step, which looks for it. */
export const cookieTestStart = (realm: RealmParts): SandboxAnswer =>
  framed(realm, `location.replace("step2.html");`, { "set-cookie": `${COOKIE_TEST}; SameSite=Lax` });

/** `3p-cookies/step2.html`: tells the application whether the cookie came back. */
export function cookieTestEnd(realm: RealmParts, { headers }: SandboxRequest): SandboxAnswer {
  const verdict = headers.cookie?.includes(COOKIE_TEST) ? "supported" : "unsupported";
  const script = `parent.postMessage("${verdict}", "*");`;
  return framed(realm, script, { "set-cookie": `${COOKIE_TEST}; SameSite=Lax; Max-Age=0` });
}
