import type { Check } from "../../domain/check.ts";
import { configCheck } from "./config.ts";
import { engineCheck } from "./engine.ts";
import { envFilesCheck } from "./env-files.ts";
import { gitignoreCheck } from "./gitignore.ts";
import { interferenceCheck } from "./interference.ts";
import { nodeCheck } from "./node.ts";
import { ephemeralCheck, portsCheck } from "./ports.ts";
import { staleCheck } from "./stale.ts";
import { secretsCheck, stateCheck } from "./state.ts";

/** Everything `avb dev doctor` looks at, in the order it is told. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  configCheck,
  portsCheck,
  ephemeralCheck,
  staleCheck,
  stateCheck,
  secretsCheck,
  gitignoreCheck,
  interferenceCheck,
  envFilesCheck,
  engineCheck,
];
