import type { SeedVerdict } from "../../domain/seeding.ts";
import { wantedBilling } from "../billing-document.ts";
import { applyBilling, billingAt, observeBilling } from "../seed-billing.ts";
import { carriedSecrets } from "./carried-secrets.ts";
import type { Seeder, SeedSubject } from "./seeder.ts";

/** Inside a container localhost is the container itself; the fragments give both Lago's worker and its stand-in this name. */
export const SEEN_FROM_LAGO = { machine: "host.docker.internal" };

const KEY = "lago/api-key";

/** Lago's metrics, plans, customers, subscriptions and endpoints; nothing is ever removed there. */
export const lagoSeeder: Seeder = {
  // It holds the key that the application signs in with.
  usable: ["vault"],
  async open(subject) {
    const { world, checkout, stack } = subject;
    const document = await wantedBilling(world, checkout, SEEN_FROM_LAGO);
    return {
      facts: JSON.stringify(document),
      async look({ everything, signal }) {
        const port = stack.ports.get("lago.api") ?? 0;
        const billing = await billingAt(world, checkout, { ...SEEN_FROM_LAGO, port, signal });
        const [observed, key] = await Promise.all([observeBilling(billing, everything), keyVerdicts(subject, signal)]);
        return {
          verdicts: [...observed.verdicts, ...key],
          differing: observed.writes.length,
          write: () => applyBilling(billing, observed),
        };
      },
    };
  },
};

/** Lago makes its key with its organisation and takes no other one over its API, so a key that somebody wrote into Vault opens nothing. */
async function keyVerdicts(subject: SeedSubject, signal: AbortSignal): Promise<readonly SeedVerdict[]> {
  const held = (await carriedSecrets(subject, [KEY], signal)).get(KEY);
  const own = await subject.secrets.get(KEY);
  if (held === undefined || held.reveal() === own.reveal()) return [];
  const why = "Vault holds another one than Lago was made with; remove it there, then: avb dev seed vault";
  return [{ kind: "api key", key: KEY, do: "blocked", why }];
}
