import { Secret } from "./domain/secret.ts";
import type { Host } from "./domain/world.ts";
import type { ThirdPartyAsking } from "./flows/secrets/third-party.ts";
import { asker } from "./ui/ask.ts";

/** The command that asks, and how it tells. */
interface AskingCommand {
  readonly words: string;
  readonly json: boolean;
  readonly signal: AbortSignal;
  say(text: string): void;
}

/** Somebody to ask for the passphrase of a store of credentials; nobody without a terminal. */
export function storeAsking(
  { stdinIsTty, stdoutIsTty }: Host,
  { words, json, signal, say }: AskingCommand,
): ThirdPartyAsking {
  if (!stdinIsTty || !stdoutIsTty || json) return { say };
  const person = asker({ tty: true, what: `'${words}'`, flag: "AVB_PASSPHRASE_FILE=/path/to/passphrase", signal });
  return { say, ask: async (question) => new Secret(await person.hidden(question)) };
}
