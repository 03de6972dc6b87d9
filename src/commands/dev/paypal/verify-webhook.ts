import { Args, Flags } from "@oclif/core";
import { AvbCommand } from "../../../avb-command.ts";
import { type PaypalSigned, verifyPaypalWebhook } from "../../../flows/paypal-webhook.ts";

/** `avb dev paypal verify-webhook`. */
export default class PaypalVerifyWebhook extends AvbCommand<PaypalSigned> {
  static override summary = "Ask PayPal whether it signed a webhook.";
  static override description =
    'FILE is JSON: {"headers": {...}, "body": "..."}, with the five PAYPAL-* headers and the body\'s very text. Events of PayPal\'s simulator are signed for the webhook id WEBHOOK_ID. The exit status is 14 when PayPal did not sign it.';
  static override examples = [
    "<%= config.bin %> dev paypal verify-webhook webhook.json",
    { description: "For a script:", command: "<%= config.bin %> dev paypal verify-webhook webhook.json --json" },
  ];
  static override args = {
    file: Args.string({ description: "A webhook as it was received.", required: true }),
  };
  static override flags = {
    live: Flags.boolean({ summary: "Ask for an account of real money too.", env: "AVB_PAYPAL_LIVE" }),
  };

  async run(): Promise<PaypalSigned> {
    const { args, flags } = await this.parse(PaypalVerifyWebhook);
    const wishes = { live: flags.live, command: "avb dev paypal verify-webhook FILE", signal: this.signal };
    const signed = await verifyPaypalWebhook(this.world(), args.file, wishes);
    this.print(`PayPal signed it: ${signed.event}`);
    return signed;
  }
}
