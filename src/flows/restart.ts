import type { RunTools } from "../domain/graph.ts";
import { type UpOptions, up } from "./up.ts";
import type { UpResult } from "./up-result.ts";

/** Ends the server, if one runs, and makes the sandbox usable anew with the same ports, keys and identities. */
export const restart = (tools: RunTools, options: UpOptions): Promise<UpResult> =>
  up(tools, { ...options, restart: "a restart was asked for" });
