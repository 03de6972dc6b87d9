import { decimal, toText } from "../../domain/billing/decimal.ts";
import type { LagoFields, LagoKind } from "../../domain/lago.ts";
import { normalForm } from "../../domain/reconcile.ts";
import { lagoFieldsOf, lagoListOf } from "./kinds.ts";

/**
 * The fields of the document's thing that the server's one has otherwise. Lago adds fields of its own everywhere, gives
 * amounts as text in any number of decimals, and lists charges in an order of its own: none of that is a difference.
 */
export function differingFields(kind: LagoKind, want: LagoFields, have: LagoFields): readonly string[] {
  const held = asDocumented(kind, have);
  return Object.keys(want).filter((field) => formOf(want[field], want[field]) !== formOf(want[field], held[field]));
}

/** The metrics whose charges are not the same in two plans, in the order of the first. */
export function differingCharges(want: unknown, have: unknown): readonly string[] {
  const byMetric = (plan: unknown) =>
    new Map(lagoListOf(plan).map((charge) => [String(charge.billable_metric_code), charge] as const));
  const [wanted, held] = [byMetric(want), byMetric(have)];
  return [...new Set([...wanted.keys(), ...held.keys()])].filter((code) => {
    const charge = wanted.get(code);
    return charge === undefined || formOf(charge, charge) !== formOf(charge, held.get(code));
  });
}

/** What the server shows under another name than the one it is written by. */
export function asDocumented(kind: LagoKind, have: LagoFields): LagoFields {
  // Without a licence Lago leaves a customer's time zone empty and goes by the organisation's.
  if (kind === "customers") return { ...have, timezone: have.timezone ?? have.applicable_timezone };
  // A downgrade waits for the period's end: the plan that comes then is what was asked for.
  if (kind === "subscriptions") return { ...have, plan_code: have.next_plan_code ?? have.plan_code };
  return have;
}

const formOf = (want: unknown, have: unknown): string => normalForm(exact(projected(want, have)));

/** What of a value the document says something about; all of a list's members, since one too many is a difference. */
function projected(want: unknown, have: unknown): unknown {
  if (Array.isArray(want) && Array.isArray(have))
    return have.map((member, at) => projected(partnerOf(member, want) ?? want[at], member));
  const [wanted, held] = [lagoFieldsOf(want), lagoFieldsOf(have)];
  if (wanted === undefined || held === undefined) return have ?? null;
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, projected(wanted[name], held[name])]));
}

/** The document's charge for the metric of the server's one. */
function partnerOf(member: unknown, wanted: readonly unknown[]): unknown {
  const code = lagoFieldsOf(member)?.billable_metric_code;
  return code === undefined ? undefined : wanted.find((one) => lagoFieldsOf(one)?.billable_metric_code === code);
}

/** The value with every number below `properties` in one exact form: "1.00", "1.0" and 1 are one price. */
function exact(value: unknown, isPrice = false): unknown {
  if (Array.isArray(value)) return value.map((member) => exact(member, isPrice));
  const fields = lagoFieldsOf(value);
  if (fields !== undefined)
    return Object.fromEntries(
      Object.entries(fields).map(([name, held]) => [name, exact(held, isPrice || name === "properties")]),
    );
  const number = isPrice ? decimal(value) : undefined;
  return number === undefined ? value : toText(number);
}
