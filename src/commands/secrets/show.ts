import { Args } from "@oclif/core";
import { environmentFlag, SecretsCommand } from "../../avb-command-secrets.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { type ShownCredential, show } from "../../flows/secrets/show.ts";
import { credentialPage } from "../../ui/credential-show.ts";

/** `avb secrets show`: all that is known of one credential, but its value. */
export default class SecretsShow extends SecretsCommand<ShownCredential> {
  static override summary = "Show what is known of a credential: fields, variables, places, rotation, quota, scopes.";
  static override examples = [
    "<%= config.bin %> secrets show openai",
    "<%= config.bin %> secrets show github-app --environment staging",
  ];
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "The credential.", required: true }) };
  static override flags = { ...environmentFlag };

  async run(): Promise<ShownCredential> {
    const { args, flags } = await this.parse(SecretsShow);
    const result = await show(this.world(), args.id, flags.environment);
    this.print(credentialPage(result));
    return result;
  }
}
