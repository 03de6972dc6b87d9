import type { StoreId } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { ROTATION_STEPS, type RotationJournal } from "../../../domain/rotation.ts";
import { requireTrust } from "../../../domain/trust.ts";
import { findHere } from "../known-credentials.ts";
import type { Secrets } from "../open-secrets.ts";
import { openForWriting } from "../stores.ts";
import { consumersOf } from "./consumers.ts";
import { graceFrom } from "./grace.ts";
import type { RotationMeans, RotationRun } from "./rotation-run.ts";
import { wayFor } from "./way-for.ts";

const NAME_BITS = 48;

/** What is to be done with a rotation. */
export interface RotateRequest {
  readonly id: string;
  readonly store: StoreId;
  readonly wish: "begin" | "resume" | "rollback";
  /** Have a person do what an API would. */
  readonly guided: boolean;
  readonly means: RotationMeans;
}

/** A rotation that stands where the journal says; nothing is asked of anybody but the configuration. */
export async function runOf(secrets: Secrets, request: RotateRequest, journal: RotationJournal): Promise<RotationRun> {
  const { tools, all } = secrets;
  const credential = findHere(all, request.id, tools.environment);
  const { config } = tools.checkout.loaded;
  if (config.rotations[credential.id] !== undefined) requireTrust(tools.checkout, ["rotations"]);
  const wish = config.rotations[credential.id] ?? {};
  const graceMs = request.means.graceMs ?? graceFrom(wish.grace);
  const way = wayFor(credential, { guided: request.guided, env: tools.world.host.env });
  return {
    ...{ secrets, credential, wish, way, journal },
    means: { ...request.means, ...(graceMs !== undefined && { graceMs }) },
    consumers: consumersOf(wish, tools.environment),
    store: storeOf(secrets, request.store),
  };
}

function storeOf({ tools }: Secrets, id: StoreId): RotationRun["store"] {
  const store = openForWriting(tools, id);
  const { pending } = store;
  if (pending === undefined) throw AvbError.of("ROTATION_STORE", { store: id });
  return { ...store, pending };
}

/** The journal of a rotation that begins. */
export const newJournal = ({ tools }: Secrets, { id, store, guided }: RotateRequest): RotationJournal => ({
  ...{ avb: 1, rotation: nameFrom(tools.world.random.token(NAME_BITS)), id, store, environment: tools.environment },
  ...{ beganAtMs: tools.world.clock.now(), step: ROTATION_STEPS[0], facts: guided ? { guided: "yes" } : {}, done: [] },
});

/** Vendors' names take letters and digits everywhere. */
const nameFrom = (token: string): string => token.replace(/[^A-Za-z0-9]/g, "0").toLowerCase();
