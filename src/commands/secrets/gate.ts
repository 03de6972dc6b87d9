import { Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { type GateResult, gate, requireOpen } from "../../flows/secrets/scan/gate.ts";
import { gateTable } from "../../ui/gate-page.ts";

/** `avb secrets gate`: whether what an epic needs is there, all along the way to the programs. */
export default class SecretsGate extends SecretsCommand<GateResult> {
  static override summary = "Judge each credential at every hop of its way, before an epic goes into an environment.";
  static override description =
    "The hops are the files of the repository, the store, the rendered variables and the containers that run. A credential passes until its epic begins; after that it needs a value in the store, and no placeholder anywhere. Exit 14 when one does not pass.";
  static override examples = [
    "<%= config.bin %> secrets gate --epic 1",
    {
      description: "Before a deployment:",
      command: "<%= config.bin %> secrets gate --epic 2 --environment staging",
    },
  ];
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    epic: Flags.integer({
      summary: "The epic that is to go there; those before it have begun too.",
      required: true,
      min: 0,
      env: "AVB_SECRETS_EPIC",
    }),
  };

  async run(): Promise<GateResult> {
    const { flags } = await this.parse(SecretsGate);
    const secrets = await this.opening(flags.environment);
    const store = secrets.chosen(flags.store);
    const result = await gate(secrets, { epic: flags.epic, store, signal: this.signal });
    this.found(result);
    this.print(gateTable(result.credentials, process.stdout.columns));
    requireOpen(result);
    return result;
  }
}
