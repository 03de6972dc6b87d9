import { LAGO_KINDS, type LagoFields, type LagoKind } from "../../domain/lago.ts";
import { printable } from "../../domain/printable.ts";
import { diff } from "../../domain/reconcile.ts";
import type { FieldChange } from "../../domain/seeding.ts";
import type { BillingDocument } from "./document.ts";
import { LAGO_KIND_FACTS, lagoKeyOf, lagoListOf } from "./kinds.ts";
import { asDocumented, differingCharges, differingFields } from "./normal-form.ts";

/** What was read of a server, by kind. */
export type HeldBilling = Readonly<Record<LagoKind, readonly LagoFields[]>>;

/** One line of what a seeding does or leaves: safe to print. */
export interface BillingVerdict {
  /** Lago's own word for a single one, such as `plan`. */
  readonly kind: string;
  readonly key: string;
  readonly do: "create" | "update" | "keep" | "orphan" | "blocked";
  /** Why, as a clause; empty for what is kept. */
  readonly why: string;
  readonly fields?: readonly FieldChange[];
}

/** A thing that is to be written; `have` is what is there now. */
export interface BillingWrite {
  readonly kind: LagoKind;
  readonly key: string;
  readonly want: LagoFields;
  readonly have?: LagoFields;
}

/** A thing whose difference Lago may refuse to take, because of what else is there. */
export interface FrozenDoubt {
  readonly kind: "plans" | "customers";
  readonly key: string;
}

/** What differs between a document and a server. */
export interface BillingDifference {
  readonly verdicts: readonly BillingVerdict[];
  readonly writes: readonly BillingWrite[];
}

/**
 * Compares a document with what a server holds. `inUse` says of a plan or customer whose frozen fields differ whether it has
 * subscriptions; without it they count as free. Nothing is ever removed: what the document does not name is told and left.
 */
export function billingDifference(
  document: BillingDocument,
  held: HeldBilling,
  inUse: (doubt: FrozenDoubt) => boolean = () => false,
): BillingDifference {
  const all = LAGO_KINDS.flatMap((kind) => judged(kind, document, { held, inUse }));
  return {
    verdicts: all.flatMap(({ verdicts }) => verdicts),
    writes: all.flatMap(({ write }) => write ?? []),
  };
}

/** The plans and customers of which has to be known whether they are in use. */
export function frozenDoubts(document: BillingDocument, held: HeldBilling): readonly FrozenDoubt[] {
  return (["plans", "customers"] as const).flatMap((kind) =>
    compared(kind, document[kind], held[kind]).flatMap((change) =>
      change.do === "update" && frozenIn(kind, change.want, change.have).length > 0 ? [{ kind, key: change.key }] : [],
    ),
  );
}

interface Judged {
  readonly verdicts: readonly BillingVerdict[];
  readonly write?: BillingWrite;
}

interface Server {
  readonly held: HeldBilling;
  readonly inUse: (doubt: FrozenDoubt) => boolean;
}

const compared = (kind: LagoKind, want: readonly LagoFields[], have: readonly LagoFields[]) =>
  diff(want, have, {
    keyOf: (thing) => lagoKeyOf(kind, thing),
    same: (one, other) => differingFields(kind, one, other).length === 0,
  });

function judged(kind: LagoKind, document: BillingDocument, server: Server): readonly Judged[] {
  const { one } = LAGO_KIND_FACTS[kind];
  return compared(kind, document[kind], server.held[kind]).map((change): Judged => {
    const { key } = change;
    const about = { kind: one, key };
    if (change.do === "keep") return { verdicts: [{ ...about, do: "keep", why: "" }] };
    if (change.do === "orphan") return { verdicts: [{ ...about, do: "orphan", why: "not in the document" }] };
    if (change.do === "create")
      return {
        verdicts: [{ ...about, do: "create", why: "it is not there" }],
        write: { kind, key, want: change.want },
      };
    return judgedUpdate({ kind, key, want: change.want, have: change.have }, server);
  });
}

function judgedUpdate(write: Required<BillingWrite>, server: Server): Judged {
  const { kind, key, want, have } = write;
  const about = { kind: LAGO_KIND_FACTS[kind].one, key };
  const frozen = isFrozen(write, server) ? frozenIn(kind, want, have) : [];
  const free = differingFields(kind, want, have).filter((field) => !frozen.includes(field));
  const blocked = frozen.map((field): BillingVerdict => {
    const stays = shown(asDocumented(kind, have)[field]);
    return { ...about, do: "blocked", why: `${field} stays ${stays}: ${LAGO_KIND_FACTS[kind].because}` };
  });
  // Lago would refuse the whole of it: another customer's subscription is not this one's to change.
  if (free.length === 0 || frozen.includes("external_customer_id")) return { verdicts: blocked };
  const why = free.map((field) => changeOf(field, want[field], asDocumented(kind, have)[field])).join("; ");
  const takes = Object.fromEntries(Object.entries(want).filter(([field]) => !frozen.includes(field)));
  const fields = free.map((field) => fieldChange(field, want[field], asDocumented(kind, have)[field]));
  return { verdicts: [{ ...about, do: "update", why, fields }, ...blocked], write: { ...write, want: takes } };
}

const frozenIn = (kind: LagoKind, want: LagoFields, have: LagoFields): readonly string[] =>
  differingFields(kind, want, have).filter((field) => LAGO_KIND_FACTS[kind].frozen.includes(field));

function isFrozen({ kind, key, have }: Required<BillingWrite>, { held, inUse }: Server): boolean {
  if (kind === "plans" || kind === "customers") return inUse({ kind, key });
  const charges = held.plans.flatMap((plan) => lagoListOf(plan.charges));
  if (kind === "billable_metrics") return charges.some((one) => one.lago_billable_metric_id === have.lago_id);
  return true;
}

/** A short value is told, of charges only whose they are; nothing that Lago keeps here is a secret. */
function changeOf(field: string, want: unknown, have: unknown): string {
  if (field === "charges") return `charges differ: ${differingCharges(want, have).join(", ")}`;
  return `${field} is ${shown(have)}, to be ${shown(want)}`;
}

const fieldChange = (field: string, want: unknown, have: unknown): FieldChange => ({
  ...{ field, have: JSON.stringify(have ?? null), want: JSON.stringify(want ?? null) },
});

const shown = (value: unknown): string => printable(JSON.stringify(value ?? null));
