import { Flags } from "@oclif/core";
import { AvbCommand } from "../../../avb-command.ts";
import { type PaypalCheck, paypalCheck } from "../../../flows/paypal.ts";

/** `avb dev paypal check`. */
export default class PaypalCheckCommand extends AvbCommand<PaypalCheck> {
  static override summary = "Ask PayPal whether it knows the credentials of this checkout.";
  static override description =
    "PAYPAL_* variables of the environment, else of .env in the repository's root, else of the live stack's Vault (agentvoicebox/backend/paypal). One request for a token, and one for the webhooks where PAYPAL_WEBHOOK_ID is set. Without credentials nothing is asked, and nothing is wrong.";
  static override examples = [
    "<%= config.bin %> dev paypal check",
    { description: "For an account of real money:", command: "<%= config.bin %> dev paypal check --live" },
  ];
  static override flags = {
    live: Flags.boolean({ summary: "Ask for an account of real money too.", env: "AVB_PAYPAL_LIVE" }),
  };

  async run(): Promise<PaypalCheck> {
    const { flags } = await this.parse(PaypalCheckCommand);
    const wishes = { live: flags.live, command: "avb dev paypal check", signal: this.signal };
    const found = await paypalCheck(this.world(), wishes);
    this.print(textOf(found));
    return found;
  }
}

function textOf(found: PaypalCheck): string {
  if (found.state === "not configured") {
    const unread = found.unread === undefined ? "" : ` (${found.unread})`;
    return `PayPal is not configured, and nothing here needs it${unread}`;
  }
  const { environment, base, from, tokenSeconds, webhook } = found;
  const hook = webhook === "known" ? "its webhook is known" : "PAYPAL_WEBHOOK_ID is not set";
  return `PayPal's ${environment} (${base}) knows the credentials of ${from}; a token holds ${tokenSeconds} s; ${hook}`;
}
