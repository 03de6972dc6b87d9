import type { Credential } from "../../domain/credential.ts";
import type { CredentialStore } from "../../domain/credential-store.ts";
import { Secret } from "../../domain/secret.ts";

/** The tag that says when the keys before the current one were revoked. */
export const PREVIOUS_UNTIL = "PreviousUntil";

/** A signing key by whose signature tokens are good. */
export interface PublishedKey {
  readonly role: "next" | "current" | "previous";
  readonly key: Secret;
}

/** How long tokens live at most (ms). */
export const USUAL_TOKEN_LIFE_MS = 86_400_000;

/**
 * The keys that whoever checks tokens must know: the one that waits, so that it is known before it signs; the current one; and
 * those that were current less than a token's life ago, unless they were revoked.
 */
export async function publishedKeys(
  store: CredentialStore,
  { credential, field }: { readonly credential: Credential; readonly field: string },
  { now, lifeMs }: { readonly now: number; readonly lifeMs: number },
): Promise<readonly PublishedKey[]> {
  const look = (await store.look([credential])).get(credential.id);
  if (look?.state !== "present") return [];
  const [waiting, versions] = await Promise.all([store.pending?.look(credential), store.history(credential)]);
  const until = Date.parse(look.found.tags[PREVIOUS_UNTIL] ?? "");
  const previous = versions.filter((one, index) => {
    const replacedAtMs = versions[index - 1]?.storedAtMs;
    if (one.version === look.found.version || replacedAtMs === undefined) return false;
    // What was replaced after the last revocation was not meant by it.
    return now - replacedAtMs < lifeMs && !(replacedAtMs <= until);
  });
  const all = [
    ...(waiting ? [{ role: "next" as const, key: waiting.fields[field] }] : []),
    { role: "current" as const, key: look.found.fields[field] },
    ...previous.map(({ fields }) => ({ role: "previous" as const, key: fields[field] })),
  ];
  const seen = new Set<string>();
  return all.flatMap(({ role, key }) => {
    if (key === undefined || seen.has(key.reveal())) return [];
    seen.add(key.reveal());
    return [{ role, key: new Secret(key.reveal()) }];
  });
}
