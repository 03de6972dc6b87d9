import { Args, Flags } from "@oclif/core";
import { environmentFlag, passphraseFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { type GuideResult, guide } from "../../flows/secrets/guide.ts";
import { CREDENTIAL_IDS, findHere } from "../../flows/secrets/known-credentials.ts";
import { guidePage } from "../../ui/guide-page.ts";

/** `avb secrets guide`: from nothing to a stored credential. */
export default class SecretsGuide extends SecretsCommand<GuideResult> {
  static override summary = "Lead through getting a credential, step by step, and store it; or print the steps.";
  static override description =
    "Each value is typed where nothing is shown, its form is checked, and it is stored at once. Stop whenever you like: the next time it goes on from there.";
  static override examples = [
    "<%= config.bin %> secrets guide sendgrid --print",
    "<%= config.bin %> secrets guide openai --environment staging --print",
  ];
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "The credential.", required: true }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag, ...passphraseFlag },
    print: Flags.boolean({ summary: "Print the steps as Markdown.", env: "AVB_SECRETS_PRINT" }),
    again: Flags.boolean({ summary: "Begin with the first step.", env: "AVB_SECRETS_AGAIN" }),
  };

  async run(): Promise<GuideResult> {
    const { args, flags } = await this.parse(SecretsGuide);
    const { environment, print, again, passphrase } = flags;
    const secrets = await this.opening(environment, { passphrase });
    const store = secrets.chosen(flags.store);
    const led = print ? undefined : this.asking(`avb secrets guide ${args.id} --print`);
    if (!print && led === undefined && !this.jsonEnabled())
      throw AvbError.of("NEEDS_ANSWER", { what: "'avb secrets guide'", flag: `avb secrets guide ${args.id} --print` });
    const result = await guide(secrets, { id: args.id, store, led, again, say: (text) => this.say(text) });
    if (led === undefined) this.print(guidePage(findHere(secrets.all, args.id, environment).title, result.steps));
    return result;
  }
}
