import { AzureRefusal, type AzureSetting, type AzureVersion } from "../../../domain/azure.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { shown } from "../hiding.ts";
import type { StoreTools } from "../store-tools.ts";
import type { AzureSession } from "./azure-session.ts";

/** Tries, while a secret is being deleted or recovered, or others write it at the same time. */
export const ROUNDS = 20;
const PAUSE_MS = 250;

/** A secret with its new version. */
export interface NamedSetting extends AzureSetting {
  readonly name: string;
}

/** What was set. */
interface SetVersion extends AzureVersion {
  /** True where the secret was deleted when one began: its old versions are back. */
  readonly isRecovered: boolean;
}

/**
 * Sets a secret. A deleted one holds its name: it is brought back first, STORE_NAME_TAKEN (10) where that is denied; one that is
 * just being deleted or recovered is waited for.
 */
export async function setSecret(
  { world }: StoreTools,
  { azure }: AzureSession,
  { name, ...setting }: NamedSetting,
): Promise<SetVersion> {
  let isRecovered = false;
  for (let round = 1; round < ROUNDS; round++) {
    const done = await azure.set(name, setting).catch(inTheWay);
    if (typeof done === "object") return { ...done, isRecovered };
    if (done === "removed") await azure.recover(name).catch(taken(name));
    else await world.clock.sleep(PAUSE_MS * round);
    isRecovered = true;
  }
  return { ...(await azure.set(name, setting)), isRecovered };
}

/** What another state of the secret forbids for now; any other refusal goes on. */
function inTheWay(error: unknown): "removed" | "busy" {
  if (error instanceof AzureRefusal && (error.kind === "removed" || error.kind === "busy")) return error.kind;
  throw error;
}

/** Somebody else may recover it at the same time. */
const taken =
  (name: string) =>
  (error: unknown): void => {
    if (error instanceof AzureRefusal && (error.kind === "busy" || error.kind === "absent")) return;
    if (!(error instanceof AzureRefusal)) throw error;
    if (error.kind !== "denied") throw error;
    const { action = "its recovery", message } = error;
    throw AvbError.of("STORE_NAME_TAKEN", { name, store: "azure", action, why: shown(message) });
  };
