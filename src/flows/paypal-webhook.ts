import { AvbError } from "../domain/errors/avb-error.ts";
import { type ReceivedWebhook, signatureQuestion, webhookProblem } from "../domain/paypal.ts";
import { isMapOf, isRecordOf, isText, readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";
import { type PaypalWishes, paypalCredentials } from "./paypal.ts";
import { openPaypal } from "./paypal-api.ts";

const MOST_BYTES = 1024 * 1024;

/** That PayPal signed a webhook, and what kind of event it is. */
export interface PaypalSigned {
  readonly signed: true;
  readonly event: string;
}

const isWebhook = isRecordOf<ReceivedWebhook>({ headers: isMapOf(isText), body: isText });
const isEvent = isRecordOf<{ readonly event_type: string }>({ event_type: isText });

/**
 * Asks PayPal whether it signed a webhook for the configured webhook id. The file is looked at before anything is asked:
 * PAYPAL_WEBHOOK_FILE (2). PAYPAL_FORGED (14) where PayPal did not sign it.
 */
export async function verifyPaypalWebhook(world: World, file: string, wishes: PaypalWishes): Promise<PaypalSigned> {
  const path = /^(?:[/\\]|[A-Za-z]:)/.test(file) ? file : `${world.host.cwd}/${file}`;
  const webhook = await readWebhook(world, path);
  const { credentials } = await paypalCredentials(world, wishes);
  if (credentials === undefined) throw AvbError.of("PAYPAL_NOT_CONFIGURED", { what: "PAYPAL_CLIENT_ID" });
  const { webhookId, from } = credentials;
  if (webhookId === undefined) throw AvbError.of("PAYPAL_NOT_CONFIGURED", { what: "PAYPAL_WEBHOOK_ID" });
  const api = await openPaypal(world, credentials, wishes);
  if (!(await api.isSigned(signatureQuestion(webhook, webhookId)))) throw AvbError.of("PAYPAL_FORGED", { path, from });
  return { signed: true, event: readJson(webhook.body, isEvent)?.event_type ?? "of no named kind" };
}

async function readWebhook(world: World, path: string): Promise<ReceivedWebhook> {
  const refuse = (why: string) => AvbError.of("PAYPAL_WEBHOOK_FILE", { path, why });
  const read = await world.files.readRegular(path, MOST_BYTES);
  if (read === undefined) throw refuse("it is not there");
  const webhook = readJson(new TextDecoder().decode(read.bytes), isWebhook);
  if (webhook === undefined) throw refuse("it has no headers and body of texts");
  const problem = webhookProblem(webhook);
  if (problem !== undefined) throw refuse(problem);
  return webhook;
}
