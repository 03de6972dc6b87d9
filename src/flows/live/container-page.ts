import type { Checkout } from "../../domain/checkout.ts";
import { resolveValue } from "../../domain/env-resolve.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Service } from "../../domain/service.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { catalogueOf } from "../catalogue.ts";
import { serviceOf } from "./look-at-live.ts";
import { ownLabels } from "./observe-live.ts";

const GLANCE = { timeoutMs: LIVE_MS.glance } as const;

/** The services of a stack whose containers have a page. */
export const pagesIn = (checkout: Checkout, { running }: Stack): readonly string[] =>
  catalogueOf(checkout).flatMap((one) => (running.has(one.id) && pageFact(one) !== undefined ? [one.id] : []));

/** The address of a service's page on this machine; undefined where it has none, SERVICE_NOT_RUNNING (8) where it does not run. */
export async function containerPage(
  world: World,
  checkout: Checkout,
  { service: id, stack }: { readonly service: string; readonly stack: Stack },
): Promise<string | undefined> {
  const services = catalogueOf(checkout);
  const fact = services.flatMap((one) => (one.id === id ? [pageFact(one)] : []))[0];
  if (fact === undefined) return undefined;
  const containers = await world.containers.list(ownLabels(checkout), GLANCE);
  if (!containers.some((one) => serviceOf(one) === id && one.life === "running"))
    throw AvbError.of("SERVICE_NOT_RUNNING", { service: id, why: "no container of it runs", fix: "avb dev up" });
  const value = resolveValue(fact.value, { services, stack, view: "host" });
  return value.kind === "text" ? value.text : undefined;
}

/** A team's own container has the first of its addresses that a browser can open. */
const pageFact = ({ access = [], own }: Service) =>
  access.find(({ kind, page }) => page === true || (own === true && kind === "url"));
