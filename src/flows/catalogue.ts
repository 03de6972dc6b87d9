import type { Checkout } from "../domain/checkout.ts";
import { ownServices } from "../domain/own-services.ts";
import type { Service } from "../domain/service.ts";
import { services } from "../services/index.ts";

/** The services of a checkout: avb's own, then the containers of its configuration once a person has allowed them. */
export const catalogueOf = ({ loaded }: Pick<Checkout, "loaded">): readonly Service[] =>
  loaded.untrusted.includes("services") ? services : [...services, ...ownServices(loaded.config.services, services)];
