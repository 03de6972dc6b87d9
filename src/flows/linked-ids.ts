import type { IdentityDocument } from "../domain/identity.ts";
import type { LagoFields } from "../domain/lago.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { inBatches } from "../services/lago/api.ts";
import { customerIds, type LinkedIds, type LinkedInvoice } from "../services/postgres/linked-rows.ts";
import { openRealm, type RealmReader, readerFor } from "./keycloak-reader.ts";
import { type LagoCalls, lagoCalls } from "./lago-calls.ts";
import { readPatiently } from "./seeding/read-patiently.ts";
import type { SeedSubject } from "./seeding/seeder.ts";

/**
 * Asks Keycloak and Lago, or those that stand in for them, what they call the tenants, users and invoices of the document.
 * SEED_NOT_READ (9) names the one that could not be read: that is never taken for empty.
 */
export async function linkedIds(
  subject: SeedSubject,
  document: IdentityDocument,
  signal: AbortSignal,
): Promise<LinkedIds> {
  const [identities, billing] = await Promise.all([
    read(subject, KEYCLOAK, signal, () => identityIds(subject, document, signal)),
    read(subject, LAGO, signal, () => billingIds(subject, document, signal)),
  ]);
  return { ...identities, ...billing };
}

interface Asked {
  readonly service: string;
  readonly id: string;
  readonly port: "keycloak.http" | "lago.api";
}

const KEYCLOAK: Asked = { service: "Keycloak", id: "keycloak", port: "keycloak.http" };
const LAGO: Asked = { service: "Lago", id: "lago", port: "lago.api" };

const portOf = ({ stack }: SeedSubject, { port }: Asked): number => stack.ports.get(port) ?? 0;

async function read<Ids>(subject: SeedSubject, asked: Asked, signal: AbortSignal, look: () => Promise<Ids>) {
  const { service, id } = asked;
  const from = { service, id, url: `http://localhost:${portOf(subject, asked)}`, signal };
  return readPatiently(subject.world, look, from);
}

async function identityIds(subject: SeedSubject, document: IdentityDocument, signal: AbortSignal) {
  const { realm, tenants, users } = document;
  const account = await readerFor(subject, realm);
  const reader = await openRealm(subject.world, { port: portOf(subject, KEYCLOAK), realm, account, signal });
  const [groups, people] = await Promise.all([
    found(
      tenants.map(({ group }) => group),
      reader.group,
    ),
    found(
      users.map(({ username }) => username),
      reader.user,
    ),
  ]);
  return { groups, users: people };
}

async function found(names: readonly string[], ask: RealmReader["user"]): Promise<ReadonlyMap<string, string>> {
  const ids = await inBatches(names, async (name) => [name, await ask(name)] as const);
  return new Map(ids.flatMap(([name, id]) => (id === undefined ? [] : [[name, id] as const])));
}

async function billingIds(subject: SeedSubject, document: IdentityDocument, signal: AbortSignal) {
  const key = await subject.secrets.get("lago/api-key");
  const calls = lagoCalls(subject.world, { port: portOf(subject, LAGO), key, signal });
  const wanted = [...customerIds(document).values()];
  const known = await inBatches(wanted, async (id) => ((await isThere(calls, id)) ? [id] : []));
  const customers = known.flat();
  const invoices = await inBatches(customers, async (id) => [id, await invoicesOf(calls, id)] as const);
  return { customers: new Set(customers), invoices: new Map(invoices) };
}

async function isThere(calls: LagoCalls, customer: string): Promise<boolean> {
  const { status } = await calls.ask("GET", `/customers/${encodeURIComponent(customer)}`);
  if (status === 200 || status === 404) return status === 200;
  throw new ServiceRefusal(`a look at the customer ${customer} was answered with ${status}`, status);
}

/** Invoices that count, with the last usage event that came before each. */
async function invoicesOf(calls: LagoCalls, customer: string): Promise<readonly LinkedInvoice[]> {
  const id = encodeURIComponent(customer);
  const listed = await calls.all(`/invoices?external_customer_id=${id}`, "invoices");
  const invoices = listed.filter(({ status }) => status === "finalized").sort(byTime("created_at"));
  if (invoices.length === 0) return [];
  const events = await eventsOf(calls, id);
  return invoices.map((invoice) => {
    const until = String(invoice.created_at);
    const last = events.findLast(({ timestamp }) => String(timestamp) <= until);
    return { invoice, eventId: last === undefined ? undefined : String(last.lago_id) };
  });
}

async function eventsOf(calls: LagoCalls, customer: string): Promise<readonly LagoFields[]> {
  const path = `/subscriptions?external_customer_id=${customer}&status[]=active&status[]=terminated`;
  const subscriptions = await calls.all(path, "subscriptions");
  const lists = await inBatches(subscriptions, ({ external_id }) =>
    calls.all(`/events?external_subscription_id=${encodeURIComponent(String(external_id))}`, "events"),
  );
  return lists.flat().sort(byTime("timestamp"));
}

const byTime = (field: string) => (one: LagoFields, other: LagoFields) =>
  String(one[field]).localeCompare(String(other[field]));
