import { type Check, type Finding, findingOf, type Patient } from "../../domain/check.ts";
import type { EngineFacts } from "../../domain/engine.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { satisfies } from "../../domain/version.ts";

/** The first Compose without CVE-2025-62725 and the traversal in its git loader (F14). */
const OLDEST_COMPOSE = "2.40.3";
/** Within the deadline that every check has, so that the engine's own error is what is told. */
const TIMEOUT_MS = 1500;

/** The container engine and Compose. Nothing in the sandbox needs them, so there it only warns. */
export const engineCheck: Check = {
  id: "engine",
  title: "Container engine",
  looksAt: `whether a container engine answers, and Compose is there (at least ${OLDEST_COMPOSE})`,
  run: async ({ engine }, patient) => {
    const state = (await runsContainers(patient)) ? "fail" : "warn";
    try {
      return [composeFinding(await engine.facts(TIMEOUT_MS), state)];
    } catch (error) {
      if (!(error instanceof AvbError)) throw error;
      return [findingOf(error, state)];
    }
  },
};

const runsContainers = async ({ stack }: Patient): Promise<boolean> =>
  stack().then(
    ({ mode, running }) => mode !== "production" && running.size > 0,
    () => false,
  );

function composeFinding({ version, address, composeVersion }: EngineFacts, state: "warn" | "fail"): Finding {
  const engine = `engine ${version} at ${address}`;
  const fixes = ["install or upgrade the Compose plugin: https://docs.docker.com/compose/install"] as const;
  if (composeVersion === undefined) return { state, says: `'docker compose' is missing (${engine})`, fixes };
  if (!satisfies(composeVersion, `>=${OLDEST_COMPOSE}`))
    return { state, says: `Compose ${composeVersion} is older than ${OLDEST_COMPOSE} (${engine})`, fixes };
  return { state: "ok", says: `${engine}, Compose ${composeVersion}` };
}
