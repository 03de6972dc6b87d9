import { SLOTS } from "./ports.ts";
import { isCount, isOneOf, isPositive, isRecordOf, isText, isWord, orAbsent, readJson } from "./shape.ts";
import type { Slot } from "./stack.ts";

/** The record a running sandbox server leaves in the state folder: how every command finds it and knows it is ours. */
export interface SandboxInstance {
  /** Random id that the server's own answer must repeat. */
  readonly instance: string;
  readonly pid: number;
  /** The operating system's start time of that pid: a reused pid has another one. */
  readonly processStart: string;
  readonly startedAtMs: number;
  readonly version: string;
  readonly slot: Slot;
  readonly identityPort: number;
  readonly billingPort: number;
  /** `http://localhost:<identityPort>`: fixed issuer base, whatever host a request came through. */
  readonly baseUrl: string;
  readonly realm: string;
  /** Bearer token for the admin routes below `/_avb/`, made anew at each start. */
  readonly adminToken: string;
  /** The Docker bridge's gateway address when the server was started with `--for-containers`. */
  readonly gateway?: string;
  /** Real path of the checkout's root; a server that an earlier avb started does not say it. */
  readonly root?: string;
}

const isInstance = isRecordOf<SandboxInstance>({
  instance: isWord,
  pid: isPositive,
  processStart: isText,
  startedAtMs: isCount,
  version: isText,
  slot: isOneOf(SLOTS),
  identityPort: isPositive,
  billingPort: isPositive,
  baseUrl: isText,
  realm: isWord,
  adminToken: isWord,
  gateway: orAbsent(isText),
  root: orAbsent(isWord),
});

/** The record in a text; undefined for a text that no server of avb wrote. */
export const parseInstance = (text: string): SandboxInstance | undefined => readJson(text, isInstance);
