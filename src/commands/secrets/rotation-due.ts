import { Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import {
  dueNow,
  type RotationResult,
  requireNothingDue,
  rotation,
  rotationCalendar,
} from "../../flows/secrets/rotation.ts";
import { dueText } from "../../ui/credential-status.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets rotation due`: what must be replaced now. */
export default class SecretsRotationDue extends SecretsCommand<RotationResult> {
  static override summary = "List what is overdue, due today or due within two weeks.";
  static override examples = [
    "<%= config.bin %> secrets rotation due",
    { description: "In CI, fail on what is due:", command: "<%= config.bin %> secrets rotation due --exit-code" },
  ];
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    "exit-code": Flags.boolean({ summary: "Exit 14 when something is due or overdue.", env: "AVB_SECRETS_EXIT_CODE" }),
    ics: Flags.boolean({ summary: "Print a calendar.", env: "AVB_SECRETS_ICS" }),
  };

  async run(): Promise<RotationResult> {
    const { flags } = await this.parse(SecretsRotationDue);
    const secrets = await this.opening(flags.environment);
    const store = secrets.chosen(flags.store);
    const result = dueNow(await rotation(secrets, store));
    const rows = result.credentials.map((one) => [one.id, one.next ?? "-", dueText(one), one.owner, one.procedure]);
    if (flags.ics) this.print(rotationCalendar(result, secrets.tools.world.clock.now()));
    else if (rows.length === 0) this.say(`nothing in ${store} (${flags.environment}) is due`);
    else this.print(textTable(["ID", "Next", `On ${result.today}`, "Owner", "Procedure"], rows));
    if (flags["exit-code"]) requireNothingDue(result);
    return result;
  }
}
