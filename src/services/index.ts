import type { Service } from "../domain/service.ts";
import { kafka } from "./kafka/index.ts";
import { keycloak } from "./keycloak/index.ts";
import { lago } from "./lago/index.ts";
import { opa } from "./opa/index.ts";
import { paypal } from "./paypal/index.ts";
import { postgres } from "./postgres/index.ts";
import { redis } from "./redis/index.ts";
import { temporal } from "./temporal/index.ts";
import { vault } from "./vault/index.ts";

/** The catalogue: every service avb knows, in the matrix's order after the two it stands on. */
export const services = [
  postgres,
  redis,
  keycloak,
  vault,
  lago,
  paypal,
  temporal,
  opa,
  kafka,
] as const satisfies readonly Service[];

/** The id of a service of the catalogue. */
export type ServiceId = (typeof services)[number]["id"];
