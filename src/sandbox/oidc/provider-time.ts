import type { StoredModel } from "../login-sessions.ts";

/** Members of the provider's models that are instants (seconds since 1970). */
const INSTANTS = ["iat", "exp", "loginTs", "authTime", "iiat"] as const;

/**
 * Seconds that the sandbox's clock is ahead of the machine's, which the provider always goes by. Whole seconds are compared, the
 * machine's last, so that nothing the provider made ever comes back to it as made later than now.
 */
export function secondsAhead(now: () => number): number {
  const sandbox = Math.floor(now() / 1000);
  return sandbox - Math.floor(Date.now() / 1000);
}

/** What the provider hands over, with its instants as the sandbox's clock has them. */
export const toSandboxTime = (payload: StoredModel, ahead: number): StoredModel => shifted(payload, ahead);

/** What is kept, with its instants as the provider has them. */
export const toProviderTime = (payload: StoredModel, ahead: number): StoredModel => shifted(payload, -ahead);

function shifted(payload: StoredModel, seconds: number): StoredModel {
  if (seconds === 0) return payload;
  const instants = INSTANTS.flatMap((name) => {
    const at = payload[name];
    return at === undefined ? [] : [[name, at + seconds] as const];
  });
  return { ...payload, ...Object.fromEntries(instants) };
}
