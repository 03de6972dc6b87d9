import { Args } from "@oclif/core";
import { AvbCommand } from "../../../avb-command.ts";
import { stackFlags } from "../../../avb-command-flags.ts";
import { named, wantedPolicies } from "../../../flows/vault/policies.ts";
import { policyTexts } from "../../../ui/policy-texts.ts";

/** What `show` prints. */
interface ShownPolicies {
  readonly policies: readonly { readonly name: string; readonly text: string }[];
}

/** `avb dev policies show`. */
export default class PoliciesShow extends AvbCommand<ShownPolicies> {
  static override summary = "Print the Vault policies as HCL: the matrix's rows and the documents beside them.";
  static override description = "Paths follow VAULT_MOUNT_POINT. Nothing need run.";
  static override examples = [
    "<%= config.bin %> dev policies show",
    { description: "For the vault client:", command: "<%= config.bin %> dev policies show backend > backend.hcl" },
  ];
  static override strict = false;
  static override args = { name: Args.string({ description: "Only these policies, for example backend." }) };
  static override flags = { mode: stackFlags.mode };

  async run(): Promise<ShownPolicies> {
    const { argv, flags } = await this.parse(PoliciesShow);
    const { policies } = await wantedPolicies(this.world(), flags.mode === undefined ? {} : { mode: flags.mode });
    const shown = named(policies, argv.map(String));
    this.print(policyTexts(shown));
    return { policies: shown };
  }
}
