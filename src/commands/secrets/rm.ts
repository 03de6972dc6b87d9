import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { type RemoveResult, removeCredential } from "../../flows/secrets/remove.ts";

/** `avb secrets rm`. */
export default class SecretsRm extends SecretsCommand<RemoveResult> {
  static override summary = "Remove a credential from a store, or bring back what was removed.";
  static override description =
    "It can be brought back with --undo for as long as the store keeps it: 30 days, in Vault until somebody destroys it there.";
  static override examples = ["<%= config.bin %> secrets rm jwt", "<%= config.bin %> secrets rm jwt --undo"];
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "The credential.", required: true }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    undo: Flags.boolean({ summary: "Bring back what was removed.", env: "AVB_SECRETS_UNDO" }),
  };

  async run(): Promise<RemoveResult> {
    const { args, flags } = await this.parse(SecretsRm);
    const { environment, undo } = flags;
    const secrets = await this.opening(environment);
    const store = secrets.chosen(flags.store);
    const result = await removeCredential(secrets, { id: args.id, store, undo });
    const { id, outcome, until } = result;
    const term = until === undefined ? "until somebody destroys it there" : `until ${until}`;
    this.say(
      outcome === "restored"
        ? `${id} is back in ${store} (${environment})`
        : `${id} removed from ${store} (${environment}); ${term} it comes back with --undo`,
    );
    return result;
  }
}
