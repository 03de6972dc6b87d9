import type { ShellFacts } from "../../domain/shell-facts.ts";

/** Temporal's command line, told where the server is (reference: environment variables of the CLI). */
export const temporalShell: ShellFacts = {
  client: ["temporal"],
  prompt: ["sh"],
  env: { TEMPORAL_ADDRESS: ["127.0.0.1:7233"] },
};
