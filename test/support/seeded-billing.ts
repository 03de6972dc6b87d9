import type { LagoApi } from "../../src/domain/lago.ts";
import { Secret } from "../../src/domain/secret.ts";
import { seed } from "../../src/flows/seed.ts";
import type { SeededService } from "../../src/flows/seed-report.ts";
import { BILLING, lifecycleWorld } from "./lifecycle-world.ts";

/** A list or an object that a test changes before avb reads it. */
// biome-ignore lint/suspicious/noExplicitAny: tests break it in every way
export type LooseDocument = any;

const PATH = "/avb/templates/lago/billing.json";

/** A fake world whose sandbox is up and seeded, with its billing API and the official client's way to it. */
export async function seededBilling() {
  const around = lifecycleWorld();
  await around.up();
  const sandbox = around.sandboxes[0];
  if (sandbox === undefined) throw new Error("no sandbox was started");
  const { billing, launch } = sandbox;
  const key = new Secret(launch.billingKey);
  const lago: LagoApi = around.world.lago.connect({ url: `http://127.0.0.1:${launch.billingPort}`, key });
  return {
    ...{ ...around, billing, lago },
    /** Seeds Lago alone, or says what that would do. */
    async seed(planOnly = false): Promise<SeededService> {
      const [report] = (await seed(around.tools, { services: ["lago"], planOnly })).services;
      if (report === undefined) throw new Error("nothing was reported");
      return report;
    },
    /** Changes the document that avb ships. */
    rewrite(change: (document: LooseDocument) => void) {
      const document = JSON.parse(BILLING);
      change(document);
      around.world.files.put(PATH, JSON.stringify(document));
    },
    /** The requests that wrote since the last call. */
    written: () => billing.asked.splice(0).filter((line) => !line.startsWith("GET ")),
  };
}
