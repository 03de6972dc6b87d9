import type { ProbeText } from "./probe.ts";

/** How a person talks to a service inside its own container. */
export interface ShellFacts {
  /** The container, where it is not named as the service is. */
  readonly container?: string;
  /** The client; the person's words follow it. */
  readonly client: readonly [string, ...string[]];
  /** What stands behind those words. */
  readonly after?: readonly string[];
  /** What is opened when there are no words: the client itself, unless that has no prompt of its own. */
  readonly prompt?: readonly [string, ...string[]];
  /** Variables of the client. They are handed over by name alone, so that no command line holds a secret. */
  readonly env?: Readonly<Record<string, ProbeText>>;
}
