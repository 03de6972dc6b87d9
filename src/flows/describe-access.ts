import type { AccessFact } from "../domain/access.ts";
import type { Checkout } from "../domain/checkout.ts";
import type { Addressing } from "../domain/env-address.ts";
import { type ResolvedValue, resolveValue } from "../domain/env-resolve.ts";
import type { ModeStatus } from "../domain/matrix-rows.ts";
import type { Mode } from "../domain/modes.ts";
import { namesIn } from "../domain/secret-names.ts";
import type { Service } from "../domain/service.ts";
import type { Slot, Stack } from "../domain/stack.ts";
import { chosenAccess, vaultChoices } from "../domain/vault-choices.ts";
import type { World } from "../domain/world.ts";
import { keycloakVariables } from "../services/keycloak/variables.ts";
import { catalogueOf } from "./catalogue.ts";
import { type CustomerAccess, describeBilling } from "./describe-billing.ts";
import { type ClientAccess, describeIdentities, type UserAccess } from "./describe-identities.ts";
import type { LocalSecrets } from "./local-secrets.ts";
import { livingInstance } from "./resolve-stack.ts";
import { stackSecrets } from "./stack-secrets.ts";

/** An address, account, connection or key; `text` lacks its secret part unless that was asked for. */
export interface AccessItem {
  readonly kind: AccessFact["kind"];
  readonly label: string;
  readonly user?: string;
  /** With `***` where a secret is left out. */
  readonly text: string;
  readonly masked: boolean;
}

/** How to get at one service. */
export interface ServiceAccess {
  readonly id: string;
  readonly title: string;
  readonly state: "runs" | "stand-in" | "external" | "not running";
  /** The matrix's word for the mode, with what it is configured by. */
  readonly note: string;
  /** True where avb's own program runs in a container in its place. */
  readonly standIn?: true;
  readonly items: readonly AccessItem[];
}

/** Everything a person needs to get at a stack. */
export interface Access {
  readonly mode: Mode;
  readonly slot: Slot;
  /** Whether the sandbox server runs; absent in other modes. */
  readonly started?: boolean;
  readonly services: readonly ServiceAccess[];
  readonly users: readonly UserAccess[];
  readonly clients: readonly ClientAccess[];
  /** The tenants that the sandbox bills; empty elsewhere. */
  readonly customers: readonly CustomerAccess[];
}

const MASK = "***";

/** The clients whose secrets have a variable, and so a place in Vault. */
const CLIENTS = namesIn(keycloakVariables);

/** Describes how to get at a stack, or at one of its services. Secrets are in it only when `reveal` is set. */
export async function describeAccess(
  world: World,
  checkout: Checkout,
  stack: Stack,
  options: { readonly service?: string | undefined; readonly reveal: boolean; readonly orLocal?: boolean },
): Promise<Access> {
  const services = catalogueOf(checkout);
  const choices = vaultChoices(checkout.loaded.config);
  const asked = services
    .filter(({ id }) => options.service === undefined || id === options.service)
    .map((service) => ({ ...service, access: chosenAccess(choices, service.access ?? []) }));
  const signsIn = stack.mode !== "production" && asked.some(({ id }) => id === "keycloak");
  const bills = asked.some(({ id, standIn }) => standIn === "billing" && stack.embedded.has(id));
  const { orLocal = false } = options;
  const wishes = { stack, names: [...asked.flatMap(({ access }) => namesIn(access)), ...(signsIn ? CLIENTS : [])] };
  const secrets = options.reveal ? await stackSecrets(world, checkout, { ...wishes, orLocal }) : undefined;
  const started = stack.mode === "sandbox" && { started: (await livingInstance(world, checkout)) !== undefined };
  return {
    mode: stack.mode,
    slot: stack.slot,
    ...started,
    services: asked.map((service) => serviceAccess(service, { services, stack, view: "host" }, secrets)),
    ...(signsIn ? await describeIdentities(world, checkout, secrets) : { users: [], clients: [] }),
    customers: bills ? await describeBilling(world, checkout) : [],
  };
}

/** The services alone, without a secret: nothing is read for it. */
export function describeServices(checkout: Checkout, stack: Stack): readonly ServiceAccess[] {
  const services = catalogueOf(checkout);
  return services.map((service) => serviceAccess(service, { services, stack, view: "host" }, undefined));
}

function serviceAccess(service: Service, addressing: Addressing, secrets: LocalSecrets | undefined): ServiceAccess {
  const { id, title, statuses, access = [] } = service;
  const state = stateOf(service, addressing.stack);
  const status = statuses?.[addressing.stack.mode];
  const isReplaced = addressing.stack.standIns?.has(id) === true;
  const isReal = state === "runs" && !isReplaced;
  const isThere = state === "runs" || state === "stand-in";
  const reachable = access.filter(({ realOnly }) => isReal || (isThere && realOnly !== true));
  const note = status === undefined ? "" : noteOf(status);
  return {
    id,
    title,
    state,
    note,
    ...(isReplaced ? { standIn: true } : {}),
    items: reachable.map((fact) => itemOf(fact, addressing, secrets)),
  };
}

const noteOf = ({ word, configuration, notes }: ModeStatus): string =>
  `${word} ${configuration}${notes === "-" ? "" : `; ${notes}`}`.replaceAll("`", "");

function stateOf(service: Service, { mode, running, embedded }: Stack): ServiceAccess["state"] {
  if (mode === "production" || service.external) return "external";
  if (running.has(service.id)) return "runs";
  return embedded.has(service.id) ? "stand-in" : "not running";
}

function itemOf(fact: AccessFact, addressing: Addressing, secrets: LocalSecrets | undefined): AccessItem {
  const value = resolveValue(fact.value, addressing);
  const masked = secrets === undefined && (value.kind === "secret" || fact.kind === "key" || fact.kind === "account");
  return {
    kind: fact.kind,
    label: fact.label,
    ...(fact.user === undefined ? {} : { user: fact.user }),
    text: textOf(value, masked ? undefined : secrets, masked),
    masked,
  };
}

function textOf(value: ResolvedValue, secrets: LocalSecrets | undefined, masked: boolean): string {
  if (value.kind === "text") return masked ? MASK : value.text;
  if (value.kind !== "secret") return "";
  return `${value.prefix ?? ""}${secrets?.get(value.name).reveal() ?? MASK}${value.suffix ?? ""}`;
}
