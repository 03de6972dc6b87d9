import { randomUUID } from "node:crypto";
import { inTime } from "../adapters/deadline.ts";
import { signJwt } from "../adapters/jwt.ts";
import type { IdentityStore } from "./identity-store.ts";
import type { KeyRing } from "./keyring.ts";
import type { EndedSession } from "./provider-storage.ts";

const EVENT = "http://schemas.openid.net/event/backchannel-logout";
const TOKEN_SECONDS = 120;
const DEADLINE_MS = 5000;

/** What telling applications of a logout takes. */
export interface BackchannelParts {
  readonly issuer: string;
  readonly store: IdentityStore;
  readonly keys: KeyRing;
  readonly now: () => number;
  /** Told of an application that could not be told. */
  failed(error: unknown): void;
}

/**
 * Tells the clients of an ended session that have a `backchannelLogoutUri` (OpenID Connect Back-Channel Logout 1.0): each gets
 * a signed logout token with the `sid` of its own tokens. Nobody waits for them, and none is told twice.
 */
export function backchannelLogout(parts: BackchannelParts): (session: EndedSession) => void {
  return ({ accountId, clients }) => {
    for (const { clientId, sid } of clients) {
      const uri = parts.store.findClient({ clientId })?.backchannelLogoutUri;
      if (uri !== undefined && uri !== "") tell(parts, uri, { aud: clientId, sub: accountId, sid }).catch(parts.failed);
    }
  };
}

async function tell({ issuer, keys, now }: BackchannelParts, uri: string, about: object): Promise<void> {
  const iat = Math.floor(now() / 1000);
  const claims = {
    iss: issuer,
    iat,
    exp: iat + TOKEN_SECONDS,
    jti: randomUUID(),
    typ: "Logout",
    events: { [EVENT]: {} },
  };
  const token = await signJwt({ ...claims, ...about }, keys.current, "logout+jwt");
  const [shown] = uri.split("?");
  const body = new URLSearchParams({ logout_token: token });
  const answer = await inTime({ timeoutMs: DEADLINE_MS }, (signal) =>
    fetch(uri, { method: "POST", body, redirect: "manual", signal }),
  ).catch((cause: unknown) => {
    throw new Error(`back-channel logout: nothing answers at ${shown}`, { cause });
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`back-channel logout: ${shown} answered ${answer.status}`);
}
