/** Exit statuses of avb; a status is a contract, a sentence is not. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  config: 3,
  untrusted: 4,
  prerequisite: 5,
  engine: 6,
  port: 7,
  notReady: 8,
  seed: 9,
  secretStore: 10,
  busy: 11,
  disk: 12,
  teardown: 13,
  drift: 14,
  production: 15,
  hangup: 129,
  interrupt: 130,
  terminate: 143,
} as const;

/** The numeric exit statuses avb uses. */
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
