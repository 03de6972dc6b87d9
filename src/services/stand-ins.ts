import type { Service } from "../domain/service.ts";
import { lagoStandIn } from "./lago/stand-in.ts";

/** What avb can run in the place of a service whose images cannot be had; its container stands in `compose/<id>.standin.yaml`. */
export interface StandIn {
  /** The program in avb's package that the container runs. */
  readonly program: string;
  /** The service with the stand-in's containers; `digest` is the program's. */
  readonly service: (digest: string) => Service;
}

/** By service. */
export const STAND_INS: Readonly<Record<string, StandIn>> = {
  lago: { program: "dist/billing.cjs", service: lagoStandIn },
};
