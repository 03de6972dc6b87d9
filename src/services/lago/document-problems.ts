import { CHARGE_MODELS, type PriceProperties } from "../../domain/billing/charge-models.ts";
import { complaintsAbout } from "../../domain/billing/charge-rules.ts";
import { closest } from "../../domain/closest.ts";
import { LAGO_KINDS, type LagoFields, type LagoKind } from "../../domain/lago.ts";
import { printable } from "../../domain/printable.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";
import { type BillingDocument, EMPTY_BILLING } from "./document.ts";
import { DOCUMENT_FIELDS } from "./document-fields.ts";
import { LAGO_KIND_FACTS, lagoFieldsOf, lagoKeyOf, lagoListOf } from "./kinds.ts";

/** Something that is wrong with a document, and the way to it. */
export interface DocumentProblem {
  readonly path: KeyPath;
  /** A clause without a full stop; the path is told besides. */
  readonly says: string;
}

/** True for a value that has the document's shape and whose parts fit each other: `documentProblems` finds nothing. */
export const isBillingDocument = (value: unknown): value is BillingDocument => documentProblems(value).length === 0;

/**
 * Everything that is wrong with a value that is to be a document; how its parts fit is looked at once each of them is whole.
 * One that is laid `over` another may leave kinds out, and name what the other has.
 */
export function documentProblems(value: unknown, over?: BillingDocument): readonly DocumentProblem[] {
  const fields = lagoFieldsOf(value);
  if (fields === undefined) return [{ path: [], says: `must be an object with ${LAGO_KINDS.join(", ")}` }];
  const document = over === undefined ? fields : { ...EMPTY_BILLING, ...fields };
  const shape = [
    ...unknownFields(document, LAGO_KINDS, []),
    ...LAGO_KINDS.flatMap((kind) => kindProblems(kind, document[kind])),
  ];
  return shape.length > 0 ? shape : referenceProblems(document, over);
}

function kindProblems(kind: LagoKind, value: unknown): readonly DocumentProblem[] {
  if (!Array.isArray(value)) return [{ path: [kind], says: "must be a list" }];
  return value.flatMap((thing: unknown, at) => [
    ...thingProblems(kind, thing, [kind, at]),
    ...(kind === "plans"
      ? lagoListOf(lagoFieldsOf(thing)?.charges).flatMap((charge, which) =>
          thingProblems("charges", charge, [kind, at, "charges", which]),
        )
      : []),
  ]);
}

function thingProblems(kind: keyof typeof DOCUMENT_FIELDS, value: unknown, path: KeyPath): readonly DocumentProblem[] {
  const thing = lagoFieldsOf(value);
  if (thing === undefined) return [{ path, says: "must be an object" }];
  const fields = Object.entries(DOCUMENT_FIELDS[kind]);
  const names = fields.map(([name]) => name);
  const wrong = fields.flatMap(([name, field]): readonly DocumentProblem[] => {
    if (!Object.hasOwn(thing, name)) return field.optional ? [] : [{ path, says: `'${name}' is missing` }];
    return field.fits(thing[name]) ? [] : [{ path: [...path, name], says: `must be ${field.form}` }];
  });
  return [...unknownFields(thing, names, path), ...wrong];
}

const unknownFields = (thing: LagoFields, names: readonly string[], path: KeyPath): readonly DocumentProblem[] =>
  Object.keys(thing)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: [...path, name],
      says: `'${printable(name)}' is not a field here; the fields are ${names.join(", ")}`,
    }));

/** What names something else names something that is there; nothing is there twice; prices are prices. */
function referenceProblems(document: LagoFields, over: BillingDocument = EMPTY_BILLING): readonly DocumentProblem[] {
  const listed = (kind: LagoKind) => lagoListOf(document[kind]);
  const keysOf = (kind: LagoKind, things: readonly LagoFields[]) => things.map((thing) => lagoKeyOf(kind, thing));
  const keys = (kind: LagoKind) => keysOf(kind, [...listed(kind), ...over[kind]]);
  const metrics = keys("billable_metrics");
  return [
    ...LAGO_KINDS.flatMap((kind) => twice(keysOf(kind, listed(kind)), (at) => [kind, at, LAGO_KIND_FACTS[kind].key])),
    ...listed("billable_metrics").flatMap((metric, at) => fieldNameProblem(metric, ["billable_metrics", at])),
    ...listed("plans").flatMap((plan, at) => chargesProblems(plan, metrics, ["plans", at, "charges"])),
    ...listed("subscriptions").flatMap((subscription, at) => [
      ...unlessKnown("plan", subscription.plan_code, {
        known: keys("plans"),
        path: ["subscriptions", at, "plan_code"],
      }),
      ...unlessKnown("customer", subscription.external_customer_id, {
        known: keys("customers"),
        path: ["subscriptions", at, "external_customer_id"],
      }),
    ]),
  ];
}

const twice = (keys: readonly string[], pathOf: (at: number) => KeyPath): readonly DocumentProblem[] =>
  keys.flatMap((key, at) =>
    keys.indexOf(key) === at ? [] : [{ path: pathOf(at), says: `'${printable(key)}' stands here a second time` }],
  );

const fieldNameProblem = ({ aggregation_type, field_name }: LagoFields, path: KeyPath): readonly DocumentProblem[] =>
  aggregation_type === "count_agg" || typeof field_name === "string"
    ? []
    : [{ path, says: `'field_name' is missing: ${String(aggregation_type)} needs the property it looks at` }];

function chargesProblems(plan: LagoFields, metrics: readonly string[], path: KeyPath): readonly DocumentProblem[] {
  const charges = lagoListOf(plan.charges);
  const codes = charges.map(({ billable_metric_code }) => String(billable_metric_code));
  return [
    ...twice(codes, (at) => [...path, at, "billable_metric_code"]),
    ...charges.flatMap((charge, at) => [
      ...unlessKnown("billable metric", codes[at], { known: metrics, path: [...path, at, "billable_metric_code"] }),
      ...priceProblems(charge, [...path, at, "properties"]),
    ]),
  ];
}

function unlessKnown(
  what: string,
  name: unknown,
  { known, path }: { readonly known: readonly string[]; readonly path: KeyPath },
): readonly DocumentProblem[] {
  const text = String(name);
  if (known.includes(text)) return [];
  const near = closest(text, known);
  const meant = near === undefined ? `the document has ${known.join(", ") || "none"}` : `did you mean ${near}?`;
  return [{ path, says: `'${printable(text)}' is no ${what} of this document (${meant})` }];
}

/** Lago's own words for a price it would refuse, such as `invalid_amount`. */
function priceProblems({ charge_model, properties }: LagoFields, path: KeyPath): readonly DocumentProblem[] {
  const model = CHARGE_MODELS.find((one) => one === charge_model);
  const prices = lagoFieldsOf(properties);
  if (model === undefined || prices === undefined) return [];
  const broken = Object.entries(prices).filter(([name, value]) => name.endsWith("_ranges") && !isList(value));
  if (broken.length > 0) return broken.map(([name]) => ({ path: [...path, name], says: "must be a list of ranges" }));
  return Object.entries(complaintsAbout(model, prices as PriceProperties)).map(([name, codes]) => ({
    path: Object.hasOwn(prices, name) ? [...path, name] : path,
    says: `'${name}' of a ${model} charge is not as Lago takes it: ${codes.join(", ")}`,
  }));
}

const isList = (value: unknown): boolean => Array.isArray(value) && lagoListOf(value).length === value.length;
