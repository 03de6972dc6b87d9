import { UntrustedCertificate } from "../../domain/untrusted-certificate.ts";
import type { HttpAnswer, World } from "../../domain/world.ts";
import type { VaultEntry } from "./document.ts";
import { isRecord } from "./document-fields.ts";
import { VaultRefusal } from "./vault-refusal.ts";

/** A request in Vault's terms; `LIST` is sent as the GET that Vault takes for it. */
export interface VaultCall {
  readonly method: "GET" | "LIST" | "POST" | "PATCH" | "DELETE";
  /** Below `/v1/`. */
  readonly path: string;
  readonly body?: object;
}

/** What Vault answered, whether it did what it was asked or not. */
export interface VaultReply {
  readonly status: number;
  /** The whole JSON; empty where there is none (204). */
  readonly body: VaultEntry;
}

/** Where a Vault is and who asks it. */
export interface VaultPlace {
  readonly world: Pick<World, "http" | "clock" | "random">;
  /** Such as `http://127.0.0.1:65003`. */
  readonly url: string;
  readonly token: string;
  /** The namespace that paths lie in (Vault Enterprise). */
  readonly namespace?: string;
  readonly signal?: AbortSignal;
}

const ANSWER_MS = 10_000;

/** Asks once. VaultRefusal where no answer came, or one that is not Vault's. */
export async function askVault(place: VaultPlace, call: VaultCall): Promise<VaultReply> {
  const { world, url, signal } = place;
  const { method, path, body } = call;
  const answer = await world.http
    .request({
      ...{ url: `${url}/v1/${path}${method === "LIST" ? "?list=true" : ""}`, timeoutMs: ANSWER_MS },
      method: method === "LIST" ? "GET" : method,
      headers: headersOf(place, method),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
    .catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof UntrustedCertificate)
        throw new VaultRefusal("certificate", error.message, { passes: false, fix: error.fix });
      throw new VaultRefusal("silent", `it does not answer (${wordsOf(error)}): it is stopped, or being restarted`);
    });
  return replyOf(answer);
}

const headersOf = (
  { token, namespace }: VaultPlace,
  method: VaultCall["method"],
): Readonly<Record<string, string>> => ({
  ...(token === "" ? {} : { "X-Vault-Token": token }),
  ...(namespace === undefined ? {} : { "X-Vault-Namespace": namespace }),
  "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
});

function replyOf({ status, body }: HttpAnswer): VaultReply {
  if (body.trim() === "") {
    if (status === 204) return { status, body: {} };
    throw new VaultRefusal("other", `it answered ${status} without a word`, { status, passes: true });
  }
  const parsed = plainJson(body);
  if (isRecord(parsed)) return { status, body: parsed };
  const why = `it answered ${status} and no JSON, so something else than Vault answers there`;
  throw new VaultRefusal("other", why, { status, passes: true });
}

/** Vault's own words for what it did not do; empty where it has none. */
export const errorsIn = ({ body }: VaultReply): string => {
  const errors = Array.isArray(body.errors) ? body.errors.map(String) : [];
  return errors
    .join("; ")
    .replace(/\d+ errors? occurred:/g, "")
    .replace(/\s*\n\s*\* /g, "; ")
    .replace(/^[\s;]+|\s+$/g, "");
};

/** The capability that a policy must give for a request (Vault documentation, "Policies"). */
const CAPABILITY: Readonly<Record<VaultCall["method"], string>> = {
  ...{ GET: "read", LIST: "list", POST: "create or update", PATCH: "patch", DELETE: "delete" },
};

/**
 * Why a Vault that calls itself sealed is closed: one that lost its data is sealed too, and no key opens it. Undefined where
 * it does not say so, or was opened meanwhile.
 */
export async function whyClosed(place: VaultPlace, reply: VaultReply): Promise<VaultRefusal | undefined> {
  if (!isSealed(reply)) return undefined;
  const { body } = await askVault({ ...place, token: "" }, { method: "GET", path: "sys/seal-status" });
  if (body.initialized !== false) return undefined;
  const why = "Vault is empty, since it was started without the data that it had: 'avb dev up' makes it anew";
  return new VaultRefusal("sealed", why, { status: reply.status, passes: false });
}

const SEALED = /vault is sealed/i;
const isSealed = (reply: VaultReply): boolean => SEALED.test(errorsIn(reply));

/** Why Vault did not do what it was asked: sealed, a token that it does not know, a capability that is missing, or its own words. */
export function refusalOf({ method, path }: VaultCall, reply: VaultReply): VaultRefusal {
  const { status } = reply;
  const said = errorsIn(reply);
  const known = KNOWN.find(([pattern]) => pattern.test(said));
  if (known !== undefined) return new VaultRefusal(known[1], known[2], { status, ...(known[3] && { passes: false }) });
  if (status === 403) {
    const action = `'${CAPABILITY[method]}' on ${path.replace(/\?.*$/, "")}`;
    return new VaultRefusal("denied", `permission denied: the token has no capability ${action}`, { status, action });
  }
  const why = `it answered ${status}${said === "" ? "" : `: ${said}`}`;
  return new VaultRefusal(status === 429 ? "throttled" : "other", why, { status });
}

/** Vault's own words, what they are, and how they are told; `true` where asking again does not help whatever the status is. */
const KNOWN: readonly (readonly [RegExp, VaultRefusal["kind"], string, true?])[] = [
  [SEALED, "sealed", "Vault is sealed, as it is after each start until 'avb dev up' opens it", true],
  [/bad token/i, "token", "Vault does not know the token that it was asked about"],
  [
    ...([/invalid token|missing client token/i, "token"] as const),
    "Vault does not know the token that it was asked with: it was revoked, or it expired; where it is avb's own, 'avb dev restart vault' makes another",
  ],
  [/check-and-set parameter did not match/i, "moved", "somebody else has written a newer version"],
];

const wordsOf = (error: unknown): string =>
  error instanceof Error ? ((Reflect.get(error, "code") as string | undefined) ?? error.message) : String(error);

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
