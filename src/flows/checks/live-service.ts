import { type Check, type Finding, findings, type Patient } from "../../domain/check.ts";
import { LagoRefusal } from "../../domain/lago.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { serviceOf } from "../live/look-at-live.ts";
import type { SeedSubject } from "../seeding/seeder.ts";
import { within } from "../within.ts";

/** Within the deadline that every check has. */
const TIMEOUT_MS = 3000;

/** A check of what a real service of the stack holds. */
export interface LiveCheck extends Omit<Check, "run"> {
  readonly service: string;
  /** What is said where nothing is found. */
  readonly wellness: string;
  /** Reads the service, and writes nothing. */
  look(subject: SeedSubject, signal: AbortSignal): Promise<readonly Finding[]>;
}

/** Looks only where the service runs as a real one, in this checkout's own container; one that cannot be read is a finding. */
export const liveCheck = ({ service, wellness, look, ...about }: LiveCheck): Check => ({
  ...about,
  run: async (world, patient) => {
    const { checkout } = patient;
    const stack = await patient.stack().catch(() => undefined);
    if (stack === undefined)
      return [{ state: "ok", says: "which stack this is cannot be made out; another check says why" }];
    if (!stack.running.has(service)) return [{ state: "ok", says: `no ${service} runs in this stack` }];
    if (!(await isUp(patient, service))) return [{ state: "ok", says: `${service} does not run now` }];
    const subject = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
    const found = await within(world.clock, TIMEOUT_MS, (signal) =>
      look(subject, signal).catch((error: unknown) => {
        if (signal.aborted) return [late(service)];
        if (!(error instanceof ServiceRefusal || error instanceof LagoRefusal)) throw error;
        const says = `${service} could not be read: ${error.message}`;
        return [{ state: "fail", says, fixes: ["avb dev status"] } satisfies Finding];
      }),
    );
    return findings(found, wellness);
  },
});

const late = (service: string): Finding => ({
  ...{ state: "warn", says: `${service} did not answer within ${TIMEOUT_MS} ms` },
  fixes: ["look again when the machine has less to do", "avb dev status"],
});

/** What a seeding puts right: a finding with its command, and with the cure of `--fix`. */
export const unseeded = (service: string, says: string, state: "warn" | "fail" = "fail"): Finding => ({
  ...{ state, says, fixes: [`avb dev seed ${service}`] },
  cure: { kind: "seed", service },
});

/** Only this checkout's containers count: another checkout may have such a service too. */
const isUp = async ({ checkout, containers }: Patient, service: string): Promise<boolean> =>
  (await containers().catch(() => [])).some(
    (one) =>
      serviceOf(one) === service &&
      one.labels["avb.checkout"] === checkout.id &&
      one.labels["avb.slot"] === String(checkout.slot) &&
      one.life === "running",
  );
