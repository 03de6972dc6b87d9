import {
  isRemoval,
  type Measured,
  type Metric,
  nameAt,
  numberAt,
  presentAfter,
  roundedBy,
  type Usage,
} from "./aggregation.ts";
import { type Decimal, decimalOr0, divide, minus, most, plus, times, ZERO } from "./decimal.ts";
import { daysLeft } from "./prorated-usage.ts";
import type { Measurements, Window } from "./window.ts";

/** What one event, paid for at once, adds to its period. */
export interface Advance {
  /** New units: only what goes beyond the most that the period had so far. */
  readonly units: Decimal;
  /** What the period costs with the event, less what it cost without. */
  readonly amount: Decimal;
}

/** What a meter measures. */
export interface MeterOptions {
  readonly metric: Metric;
  readonly prorated: boolean;
  readonly window: Window;
  /** Earlier events of a metric whose units stay from one period to the next. */
  readonly carried: Measurements["before"];
  price(usage: Usage): Decimal;
}

const ONE: Decimal = { digits: 1n, scale: 0 };

/** Decimals of units that are paid for a part of the period; what is beyond is rounded up. */
const UNIT_DIGITS = 5;

/**
 * The usage of a period that is paid for event by event, in the order of their arrival. Units that go and come back are
 * not paid for twice: what counts is the highest that was reached.
 */
export class AdvanceMeter {
  readonly #options: MeterOptions;
  readonly #present: Set<string>;
  readonly #added: Decimal[] = [];
  #standing: Decimal;
  #highest: Decimal;
  #priced: Decimal;
  #events = 0;

  constructor(options: MeterOptions) {
    const { metric, carried } = options;
    const field = metric.field_name ?? "";
    const isUnique = metric.aggregation_type === "unique_count_agg";
    this.#options = options;
    this.#present = isUnique ? presentAfter(carried, field) : new Set();
    this.#standing = isUnique
      ? decimalOr0(this.#present.size)
      : carried.reduce((total, event) => plus(total, numberAt(event, field) ?? ZERO), ZERO);
    this.#highest = most(this.#standing, ZERO);
    this.#priced = this.#highest;
  }

  /** The usage that was paid for so far. */
  get usage(): Usage {
    const { metric, prorated } = this.#options;
    return {
      units: roundedBy(metric, this.#highest),
      events: this.#events,
      added: this.#added,
      ...(prorated ? { priced: roundedBy(metric, this.#priced) } : {}),
    };
  }

  /** Takes an event; undefined where it has no value to count. */
  take(event: Measured): Advance | undefined {
    const change = this.#changeBy(event);
    if (change === undefined) return undefined;
    const before = { units: this.usage.units, amount: this.#options.price(this.usage) };
    this.#keep(event, change);
    const { usage } = this;
    return { units: minus(usage.units, before.units), amount: minus(this.#options.price(usage), before.amount) };
  }

  /** Units that the event adds or takes away; undefined where it counts for nothing. */
  #changeBy(event: Measured): Decimal | undefined {
    const { aggregation_type, field_name } = this.#options.metric;
    if (aggregation_type === "count_agg") return ONE;
    if (aggregation_type === "sum_agg") return numberAt(event, field_name ?? "");
    const name = nameAt(event, field_name ?? "");
    if (name === undefined) return undefined;
    if (this.#present.has(name) !== isRemoval(event)) return ZERO;
    return isRemoval(event) ? minus(ZERO, ONE) : ONE;
  }

  #keep(event: Measured, change: Decimal): void {
    const { metric, prorated, window } = this.#options;
    const name = metric.aggregation_type === "unique_count_agg" ? nameAt(event, metric.field_name ?? "") : undefined;
    if (name !== undefined) this.#present[isRemoval(event) ? "delete" : "add"](name);
    else this.#added.push(change);
    this.#events += 1;
    this.#standing = plus(this.#standing, change);
    const risen = most(minus(this.#standing, this.#highest), ZERO);
    this.#highest = plus(this.#highest, risen);
    this.#priced = plus(this.#priced, prorated ? partOf(risen, event, window) : risen);
  }
}

const partOf = (units: Decimal, { timestamp }: Measured, window: Window): Decimal =>
  divide(times(units, decimalOr0(daysLeft(timestamp, window))), decimalOr0(window.days), UNIT_DIGITS, "ceil");
