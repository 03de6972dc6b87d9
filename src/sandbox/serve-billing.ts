import { once } from "node:events";
import { nodeFiles } from "../adapters/files.ts";
import { EXIT } from "../domain/exit-codes.ts";
import { redactor } from "../domain/redact.ts";
import { billingApi } from "./billing/billing-listener.ts";
import { type BillingSettings, readBillingSettings } from "./billing-settings.ts";
import { unbind } from "./bind.ts";
import { createGuardedServer } from "./http/guarded-server.ts";
import { createRequestLog } from "./http/request-log.ts";
import { openServerLog } from "./server-log.ts";

declare const AVB_VERSION: string;

const log = openServerLog(() => undefined);

/** Serves the billing API alone, in a container that stands in for Lago's: what it is told stands in its environment. */
async function serve(): Promise<void> {
  const settings = await readBillingSettings(process.env, nodeFiles);
  const mask = redactor([settings.key], (text) => Buffer.from(text, "utf8").toString("base64"));
  const failed = (error: unknown) => log.say(mask(`failed: ${error instanceof Error ? error.stack : String(error)}`));
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
  const billing = billingOf(settings, failed);
  const requests = createRequestLog({ now: Date.now, write: log.line, mask });
  const server = createGuardedServer(requests.around("billing", billing.listener));
  // The engine publishes it on the loopback address of its machine, and lets in the networks that the container stands on.
  server.listen({ port: settings.port, host: "0.0.0.0" });
  await once(server, "listening");
  await billing.resume();
  log.say(`avb ${AVB_VERSION} stands in for Lago at ${settings.address}, on port ${settings.port}`);
  const end = async () => {
    await unbind([server]);
    await billing.close();
    process.exit(EXIT.ok);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end().catch(leave));
}

const billingOf = ({ port, address, names, key, folder, signer }: BillingSettings, failed: (error: unknown) => void) =>
  billingApi({
    ...{ port, address, names, folder, failed, gateway: undefined, hasNeighbours: true },
    ...{ version: AVB_VERSION, billingKey: key, files: nodeFiles, clock: { now: Date.now }, signer: () => signer },
  });

function leave(error: unknown): void {
  log.say(error instanceof Error ? error.message : String(error));
  process.exit(EXIT.config);
}

serve().catch(leave);
