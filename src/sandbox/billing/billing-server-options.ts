import type { Files } from "../../domain/world.ts";
import type { BillingClock } from "./billing.ts";
import type { WebhookSigner } from "./webhooks/signature.ts";

/** What the billing state of a checkout is opened with. */
export interface BillingServerOptions {
  /** Where it is kept. */
  readonly folder: string;
  readonly files: Files;
  readonly clock: BillingClock;
  /** It runs in a container, and tells others on its networks. */
  readonly hasNeighbours?: true;
  /** Such as `http://localhost:63690`: the issuer of webhooks, and where files are fetched. */
  readonly baseUrl: string;
  signer(): WebhookSigner;
  readonly retryAfterMs?: (attempts: number) => number;
  failed(error: unknown): void;
}
