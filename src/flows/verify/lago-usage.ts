import type { LagoFields } from "../../domain/lago.ts";
import type { Proof } from "../../domain/proof.ts";
import { lagoFieldsOf, lagoListOf } from "../../services/lago/kinds.ts";
import { type UnitPrice, unitPrice } from "../../services/lago/unit-price.ts";
import { wantedBilling } from "../billing-document.ts";
import type { LagoCalls } from "../lago-calls.ts";
import { type Claim, timed, tried, untried } from "./claim.ts";
import type { ProofSubject } from "./verifier.ts";

const UNITS = 30;
const TRIES = 40;
const EVERY_MS = 250;
const MOMENT_MS = 50;
const FIX = "avb dev logs lago --tail 50";

/** A customer that lives as long as the proof does: the fixture's own are never billed for it. */
interface Guest extends UnitPrice {
  readonly calls: LagoCalls;
  readonly customer: string;
  readonly subscription: string;
}

/** The proofs in the order in which they are tried: each needs what those before it made. */
const STEPS: readonly (Claim & { act(guest: Guest, subject: ProofSubject): Promise<string | undefined> })[] = [
  {
    ...{ id: "lago.usage.subscribe", claim: "a new customer can be subscribed to a plan", fix: "avb dev seed lago" },
    act: async ({ calls, customer, subscription, plan }) => {
      // A draft can be removed again, a final invoice never.
      const billing_configuration = { invoice_grace_period: 1 };
      await calls.done("POST", "/customers", {
        customer: { external_id: customer, name: "Proof of avb", currency: "USD", billing_configuration },
      });
      const body = { external_customer_id: customer, external_id: subscription, plan_code: plan };
      await calls.done("POST", "/subscriptions", { subscription: body });
      return undefined;
    },
  },
  {
    ...{ id: "lago.usage.no-plan", claim: "a plan that is not there is refused", fix: FIX },
    act: async ({ calls, customer, subscription }) => {
      const body = { external_customer_id: customer, external_id: `${subscription}-2`, plan_code: "avb-no-such-plan" };
      const { status } = await calls.ask("POST", "/subscriptions", { subscription: body });
      return status === 404 || status === 422 ? undefined : `it answered ${status}`;
    },
  },
  {
    ...{ id: "lago.usage.event", claim: "a usage event is taken", fix: FIX },
    act: async ({ calls, ...guest }) => {
      await calls.done("POST", "/events", eventOf(guest));
      return undefined;
    },
  },
  {
    ...{ id: "lago.usage.twice", claim: "the same event is refused the second time", fix: FIX },
    act: async ({ calls, ...guest }) => {
      const { status } = await calls.ask("POST", "/events", eventOf(guest));
      return status === 422 ? undefined : `it answered ${status}`;
    },
  },
  {
    ...{ id: "lago.usage.current", claim: "the event is current usage, at the plan's price", fix: "avb dev seed lago" },
    act: ({ calls, customer, subscription, metric, cents }, subject) =>
      inTheEnd(subject, async () => {
        const path = `/customers/${customer}/current_usage?external_subscription_id=${subscription}`;
        const { customer_usage } = await calls.done("GET", path);
        const charge = lagoListOf(lagoFieldsOf(customer_usage)?.charges_usage).find(
          (one) => lagoFieldsOf(one.billable_metric)?.code === metric,
        );
        return priced(charge, cents);
      }),
  },
  {
    ...{ id: "lago.usage.invoice", claim: "the usage is a line of an invoice", fix: FIX },
    act: async ({ calls, customer, subscription, metric, cents }, subject) => {
      // What is used in the very instant of the end is not before it.
      await subject.world.clock.sleep(MOMENT_MS, subject.signal);
      await calls.done("DELETE", `/subscriptions/${subscription}`);
      return inTheEnd(subject, async () => {
        const invoices = await calls.all(`/invoices?external_customer_id=${customer}`, "invoices");
        const whole = await Promise.all(invoices.map(({ lago_id }) => calls.done("GET", `/invoices/${lago_id}`)));
        const lines = whole.flatMap(({ invoice }) => lagoListOf(lagoFieldsOf(invoice)?.fees));
        return priced(
          lines.find(({ item }) => lagoFieldsOf(item)?.code === metric),
          cents,
        );
      });
    },
  },
];

/** A usage event becomes current usage and an invoice's line, on a customer who is removed afterwards. */
export async function proveUsage(calls: LagoCalls, subject: ProofSubject): Promise<readonly Proof[]> {
  const { world, checkout } = subject;
  const price = unitPrice(await wantedBilling(world, checkout), UNITS);
  if (price === undefined)
    return STEPS.map((step) => untried(step, "no plan of the document has a price for each unit"));
  const customer = `avb-proof-${world.random.uuid()}`;
  const guest: Guest = { ...price, calls, customer, subscription: `${customer}-s` };
  const proofs: Proof[] = [];
  for (const { act, ...step } of STEPS) {
    subject.progress(step.claim);
    proofs.push(await timed(world.clock, () => tried(step, () => act(guest, subject))));
  }
  const gone = {
    id: "lago.usage.removed",
    claim: "the customer of this proof is removed again, with its drafts",
    fix: FIX,
  };
  return [...proofs, await tried(gone, () => removed(calls, customer))];
}

/** Lago without a licence grants no time of grace: there the invoice is final, and stays. */
async function removed(calls: LagoCalls, customer: string): Promise<string | undefined> {
  const invoices = `/invoices?external_customer_id=${customer}`;
  const draftsOf = async () => (await calls.all(invoices, "invoices")).filter((one) => one.status === "draft");
  for (const { lago_id } of await draftsOf()) await calls.done("DELETE", `/invoices/${lago_id}`);
  await calls.done("DELETE", `/customers/${customer}`);
  const { status } = await calls.ask("GET", `/customers/${customer}`);
  return status === 404 ? undefined : `it answered ${status}`;
}

const eventOf = ({ customer, subscription, metric, field }: Omit<Guest, "calls">): LagoFields => ({
  event: {
    ...{ transaction_id: `${customer}-1`, external_subscription_id: subscription, code: metric },
    properties: { [field]: UNITS },
  },
});

function priced(line: LagoFields | undefined, cents: number): string | undefined {
  if (line === undefined) return "the metric is not there";
  const [units, amount] = [Number(line.units), Number(line.amount_cents)];
  return units === UNITS && amount === cents
    ? undefined
    : `it has ${units} units for ${amount} cents, not ${UNITS} for ${cents}`;
}

/** Lago works through its queue: what is not there at once may be there a moment later. */
async function inTheEnd({ world, signal }: ProofSubject, look: () => Promise<string | undefined>) {
  let seen = await look();
  for (let at = 1; seen !== undefined && at < TRIES; at += 1) {
    await world.clock.sleep(EVERY_MS, signal);
    seen = await look();
  }
  return seen;
}
