/** Failed passwords after which an account is locked; Keycloak's default is 30, which nobody meets by hand. */
const FAILURES = 5;
/** Seconds of a lock for each full set of failures, and the most there is: Keycloak's defaults, strategy MULTIPLE. */
const WAIT_SECONDS = 60;
const MOST_WAIT_SECONDS = 900;
/** Seconds without a failure after which the count begins anew: Keycloak's default. */
const FORGET_SECONDS = 43_200;

interface Failures {
  readonly count: number;
  readonly lastMs: number;
  readonly lockedUntilMs: number;
}

/** Keycloak's protection of accounts against guessing: a temporary lock after wrong passwords. */
export interface Lockout {
  /** True while the account is locked; what is tried then is refused unseen and does not count. */
  isLocked(userId: string): boolean;
  failed(userId: string): void;
  /** A sign-in: the count begins anew. */
  succeeded(userId: string): void;
  /** After the clock was moved back: failures that have not happened yet are forgotten. */
  followClock(): void;
}

/** Counts in memory: a restart of the server forgets. */
export function createLockout(now: () => number): Lockout {
  const held = new Map<string, Failures>();
  return {
    isLocked: (userId) => (held.get(userId)?.lockedUntilMs ?? 0) > now(),
    failed(userId) {
      const before = held.get(userId);
      const isOld = before === undefined || now() - before.lastMs > FORGET_SECONDS * 1000;
      const count = (isOld ? 0 : before.count) + 1;
      const seconds = Math.min(MOST_WAIT_SECONDS, WAIT_SECONDS * Math.floor(count / FAILURES));
      held.set(userId, { count, lastMs: now(), lockedUntilMs: now() + seconds * 1000 });
    },
    succeeded: (userId) => void held.delete(userId),
    followClock() {
      for (const [userId, { lastMs }] of held) if (lastMs > now()) held.delete(userId);
    },
  };
}
