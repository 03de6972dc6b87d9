import { type CalendarDay, calendarOf } from "../../credentials/calendar.ts";
import { type Due, dueOf } from "../../credentials/due.ts";
import type { Credential } from "../../domain/credential.ts";
import type { StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { chooseHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { provisionedIn } from "./status.ts";
import { openStore } from "./stores.ts";

/** When a credential must be replaced, and who does it. */
export interface ScheduledCredential extends Due {
  readonly id: string;
  readonly title: string;
  readonly frequency: string;
  readonly owner: string;
  readonly procedure: string;
}

/** The schedule of an environment, as the store's contents and today make it. */
export interface RotationResult {
  readonly environment: string;
  readonly store: StoreId;
  /** The day it holds for. */
  readonly today: string;
  readonly credentials: readonly ScheduledCredential[];
}

/** Where every credential stands today. */
export async function rotation({ all, tools }: Secrets, store: StoreId): Promise<RotationResult> {
  const chosen = chooseHere(all, [], tools.environment);
  const looks = await openStore(tools, store).look(chosen);
  const now = tools.world.clock.now();
  const scheduled = chosen.map((one): ScheduledCredential => {
    const { frequency, owner, procedure } = one.rotation;
    const due = dueOf(one, provisionedIn(one, [looks.get(one.id)], tools), now);
    return { ...{ id: one.id, title: one.title, frequency, owner, procedure: procedureOf(one) ?? procedure }, ...due };
  });
  return {
    environment: tools.environment,
    store,
    today: new Date(now).toISOString().slice(0, 10),
    credentials: scheduled,
  };
}

/** What is done today, where it is not the document's procedure any more. */
const procedureOf = ({ corrections = [] }: Credential): string | undefined =>
  corrections.find(({ table, column }) => table === "rotation" && column === "Procedure")?.now;

/** What must be looked at now: overdue, due today or within two weeks. */
export const dueNow = (result: RotationResult): RotationResult => ({
  ...result,
  credentials: result.credentials.filter(({ state }) => ["overdue", "due", "soon"].includes(state)),
});

/** CREDENTIAL_DUE (14) where something is due or overdue. */
export function requireNothingDue({ credentials }: RotationResult): void {
  const ids = credentials.filter(({ state }) => state === "overdue" || state === "due").map(({ id }) => id);
  const [first] = ids;
  if (first === undefined) return;
  const count = ids.length === 1 ? "one credential" : `${ids.length} credentials`;
  throw AvbError.of("CREDENTIAL_DUE", { count, ids: ids.join(", "), first });
}

/** The schedule as a calendar. A documented day of what nobody has stored yet is in it while it is to come, and says so. */
export function rotationCalendar(result: RotationResult, nowMs: number): string {
  const days = result.credentials.flatMap(({ id, title, next, state, owner, procedure }): readonly CalendarDay[] => {
    const isIdle = state === "not provisioned";
    if (next === undefined || (isIdle && next < result.today)) return [];
    const text = `${procedure}. Owner: ${owner}.${isIdle ? " Not provisioned yet." : ""}\navb secrets guide ${id}`;
    return [{ id, title, environment: result.environment, day: next, text }];
  });
  return calendarOf(days, nowMs);
}
