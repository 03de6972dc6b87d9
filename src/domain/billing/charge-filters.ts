/** A property by which a metric's events can be told apart, and the values it may have. */
export interface MetricFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** Stands for every value that the metric knows of a key. */
export const EVERY_VALUE = "__ALL_FILTER_VALUES__";

/** The events that a price is for: those whose properties have one of the values of every key. */
export interface FilterRule {
  readonly values: Readonly<Record<string, readonly string[]>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** The filter that prices an event: of those that fit, the first with the most keys; undefined for none. */
export function filterFor<T extends FilterRule>(
  filters: readonly T[],
  known: readonly MetricFilter[],
  properties: Properties,
): T | undefined {
  let best: T | undefined;
  for (const filter of filters)
    if (fits(filter, known, properties) && keysOf(filter) > (best === undefined ? -1 : keysOf(best))) best = filter;
  return best;
}

const keysOf = ({ values }: FilterRule): number => Object.keys(values).length;

function fits({ values }: FilterRule, known: readonly MetricFilter[], properties: Properties): boolean {
  return Object.entries(values).every(([key, wanted]) => {
    if (!Object.hasOwn(properties, key)) return false;
    const allowed = wanted.includes(EVERY_VALUE) ? (known.find((one) => one.key === key)?.values ?? []) : wanted;
    return allowed.includes(String(properties[key]));
  });
}

/** What a filter is called on a bill: its own name, else its values, or the key where it takes all of them. */
export const nameOfFilter = (filter: FilterRule & { readonly invoice_display_name: string | null }): string =>
  filter.invoice_display_name ??
  Object.entries(filter.values)
    .flatMap(([key, values]) => (values.includes(EVERY_VALUE) ? [key] : values))
    .join(", ");
