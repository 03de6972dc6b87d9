import { Args, Flags } from "@oclif/core";
import { stackFlags } from "../../../avb-command-flags.ts";
import { PlanCommand } from "../../../avb-command-plan.ts";
import { EXIT } from "../../../domain/exit-codes.ts";
import { diffPolicies, type PolicyDifference } from "../../../flows/vault/policies.ts";
import { policyDiff } from "../../../ui/policy-texts.ts";

/** `avb dev policies diff`. */
export default class PoliciesDiff extends PlanCommand<PolicyDifference> {
  static override summary = "Show how Vault's policies differ from the documents, path by path; nothing is written.";
  static override description =
    "Of the live stack's Vault, or of the one that VAULT_ADDR and VAULT_TOKEN name. What a policy says is compared, not how it is written.";
  static override examples = [
    "<%= config.bin %> dev policies diff",
    { description: "In a script: 14 when any differs:", command: "<%= config.bin %> dev policies diff --exit-code" },
  ];
  static override strict = false;
  static override args = { name: Args.string({ description: "Only these policies, for example backend." }) };
  static override flags = {
    mode: stackFlags.mode,
    "exit-code": Flags.boolean({ summary: "End with 14 when any differs.", env: "AVB_POLICIES_EXIT_CODE" }),
  };

  async run(): Promise<PolicyDifference> {
    const { argv, flags } = await this.parse(PoliciesDiff);
    const overrides = flags.mode === undefined ? {} : { mode: flags.mode };
    const tools = { world: this.world(), signal: this.signal };
    const result = await diffPolicies(tools, { overrides, names: argv.map(String) });
    this.print(policyDiff(result));
    if (result.count > 0 && flags["exit-code"]) process.exitCode = EXIT.drift;
    return result;
  }
}
