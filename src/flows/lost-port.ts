import type { Checkout } from "../domain/checkout.ts";
import type { AvbError } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";
import { keycloak } from "../services/keycloak/index.ts";
import { lago } from "../services/lago/index.ts";
import { portTaken } from "./allocate-ports.ts";
import { catalogueOf } from "./catalogue.ts";
import type { UpObservation } from "./observe-up.ts";
import { portOwner } from "./port-owner.ts";

/** A port that somebody takes each time before its service can. */
interface LostPort {
  readonly checkout: Checkout;
  readonly observed: UpObservation;
  readonly port: number;
  /** The command that goes on from there. */
  readonly resume: string;
}

/** PORT_TAKEN (7) with the port, the service that needs it and its holder. */
export async function lostPort(world: World, { checkout, observed, port, resume }: LostPort): Promise<AvbError> {
  const key = [...observed.allocation.stack.ports].find(([, one]) => one === port)?.[0];
  const wanted = catalogueOf(checkout).find(({ id }) => id === key?.split(".")[0]);
  const service = wanted ?? (port === observed.wishes.billingPort ? lago : keycloak);
  const owner = await portOwner(world, port);
  return portTaken(world, { service, wanted: port }, { state: "taken", owner }, resume);
}
