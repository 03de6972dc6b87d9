import type { Credential, CredentialStatus, Environment } from "../../../domain/credential.ts";
import type { StoreId } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { chooseHere } from "../known-credentials.ts";
import type { Secrets } from "../open-secrets.ts";
import { openStore } from "../stores.ts";
import { applyAllowList, readAllowList } from "./allow-list.ts";
import {
  BAD_VERDICTS,
  type HopVerdict,
  renderedVariables,
  runningVariables,
  sourceVerdict,
  storeVerdict,
  variablesVerdict,
} from "./hops.ts";
import { MOST_BYTES, scanTools } from "./scan-tools.ts";
import { scanTree } from "./scan-tree.ts";

/** What is to go where. */
export interface GateRequest {
  readonly epic: number;
  readonly store: StoreId;
  readonly signal: AbortSignal;
}

/** A credential before the gate. */
export interface GateRow {
  readonly id: string;
  readonly epic?: number;
  readonly status: CredentialStatus;
  readonly passes: boolean;
  /** Why it passes, or does not. */
  readonly because: string;
  readonly hops: readonly HopVerdict[];
}

/** Whether an epic's credentials are in place in an environment. */
export interface GateResult {
  readonly environment: Environment;
  readonly epic: number;
  readonly store: StoreId;
  readonly open: boolean;
  readonly credentials: readonly GateRow[];
}

/** Looks at every credential of the environment at each hop of its way. What cannot be read is an error, never "absent". */
export async function gate(secrets: Secrets, { epic, store, signal }: GateRequest): Promise<GateResult> {
  const { world, checkout, environment } = secrets.tools;
  const tools = scanTools({ world, checkout, credentials: secrets.all, maxBytes: MOST_BYTES, signal });
  const here = chooseHere(secrets.all, [], environment);
  const [list, tree, looks, rendered, running] = await Promise.all([
    readAllowList(world, checkout.root),
    scanTree(tools, [checkout.root]),
    openStore(secrets.tools, store).look(here),
    renderedVariables(tools, environment),
    runningVariables(tools, environment),
  ]);
  const { findings } = applyAllowList(tools, tree.findings, list);
  const credentials = here.map((one): GateRow => {
    const hops = [
      sourceVerdict(one, findings),
      storeVerdict(one, looks.get(one.id), environment),
      variablesVerdict(one, rendered, environment),
      variablesVerdict(one, running, environment),
    ];
    return {
      id: one.id,
      ...(one.epic !== undefined && { epic: one.epic }),
      status: one.status,
      hops,
      ...judged(one, hops, epic),
    };
  });
  return { environment, epic, store, open: credentials.every(({ passes }) => passes), credentials };
}

/** A credential whose epic has not begun passes; the others need a value in the store, and nothing bad on the way. */
function judged(
  { epic: own, status }: Credential,
  hops: readonly HopVerdict[],
  epic: number,
): Pick<GateRow, "passes" | "because"> {
  if (own !== undefined && own > epic) return { passes: true, because: `epic ${own} has not begun` };
  const bad = hops.find(({ verdict }) => BAD_VERDICTS.includes(verdict));
  if (bad !== undefined) return { passes: false, because: `${bad.hop}: ${bad.verdict}${bad.says && ` (${bad.says})`}` };
  const stored = hops.some(({ hop, verdict }) => hop === "store" && verdict === "value");
  if (stored) return { passes: true, because: "has a value" };
  if (status === "Auto-generated") return { passes: true, because: "is made by a machine" };
  if (own === undefined) return { passes: true, because: "belongs to no epic, and is not used" };
  return { passes: false, because: `epic ${own} needs it, and the store has none` };
}

/** GATE_CLOSED (14) names what is missing. */
export function requireOpen({ credentials, environment, epic }: GateResult): void {
  const closed = credentials.filter(({ passes }) => !passes).map(({ id }) => id);
  const [first] = closed;
  if (first === undefined) return;
  const count = closed.length === 1 ? "one credential" : `${closed.length} credentials`;
  throw AvbError.of("GATE_CLOSED", { count, environment, epic: String(epic), ids: closed.join(", "), first });
}
