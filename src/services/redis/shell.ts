import type { ShellFacts } from "../../domain/shell-facts.ts";

/** Redis' own client, on database 0. */
export const redisShell: ShellFacts = { client: ["redis-cli"] };
