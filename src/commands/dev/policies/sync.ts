import { Args, Flags } from "@oclif/core";
import { stackFlags } from "../../../avb-command-flags.ts";
import { PlanCommand } from "../../../avb-command-plan.ts";
import { type PolicyDifference, syncPolicies } from "../../../flows/vault/policies.ts";
import { policyDiff } from "../../../ui/policy-texts.ts";

/** `avb dev policies sync`. */
export default class PoliciesSync extends PlanCommand<PolicyDifference> {
  static override summary = "Write the Vault policies that differ from the matrix and the documents.";
  static override description =
    "To the live stack's Vault, or to the one that VAULT_ADDR and VAULT_TOKEN name: there the differences are shown first, and nothing is written without --allow-production. Policies that no document names are left alone.";
  static override examples = [
    "<%= config.bin %> dev policies sync",
    { description: "Only say what would change:", command: "<%= config.bin %> dev policies sync --plan" },
    {
      description: "A Vault of your platform's:",
      command: "VAULT_ADDR=https://vault.example.com:8200 <%= config.bin %> dev policies sync --allow-production",
    },
  ];
  static override strict = false;
  static override args = { name: Args.string({ description: "Only these policies, for example backend." }) };
  static override flags = {
    mode: stackFlags.mode,
    plan: Flags.boolean({ summary: "Print what would be written, and write nothing.", env: "AVB_PLAN" }),
    "allow-production": Flags.boolean({
      summary: "Write to a Vault that avb does not run, too.",
      env: "AVB_ALLOW_PRODUCTION",
    }),
    yes: Flags.boolean({ summary: "Do not ask.", env: "AVB_YES" }),
  };

  async run(): Promise<PolicyDifference> {
    const { argv, flags } = await this.parse(PoliciesSync);
    const overrides = flags.mode === undefined ? {} : { mode: flags.mode };
    const result = await syncPolicies(
      { world: this.world(), signal: this.signal },
      {
        ...{ overrides, names: argv.map(String), planOnly: flags.plan, allowProduction: flags["allow-production"] },
        confirm: async (plan) => {
          this.say(policyDiff(plan));
          if (flags.yes) return true;
          return this.confirmed(`Write to ${plan.target}?`, "avb dev policies sync --allow-production --yes");
        },
      },
    );
    this.print(policyDiff(result));
    return result;
  }
}
