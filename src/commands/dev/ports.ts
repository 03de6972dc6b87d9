import { Args, Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { MODES } from "../../domain/modes.ts";
import { checkPorts, listPorts, type PortList } from "../../flows/ports.ts";
import { portTable } from "../../ui/port-table.ts";

/** `avb dev ports`: who has which host port. */
export default class Ports extends AvbCommand<PortList> {
  static override summary = "List the host ports with their ranges and owners, or check that they can be had.";
  static override description =
    "list shows every port of the catalogue; check ends with exit status 7 when somebody else holds a port that this stack needs. Nothing is written.";
  static override examples = [
    { description: "Who has which port:", command: "<%= config.bin %> dev ports list" },
    { description: "In a script, before starting:", command: "<%= config.bin %> dev ports check --mode sandbox" },
    { description: "The ports of another slot:", command: "AVB_SLOT=2 <%= config.bin %> dev ports list --json" },
  ];
  static override args = {
    action: Args.string({
      description: "Show the ports, or fail when a needed one is taken.",
      options: ["list", "check"],
      default: "list",
    }),
  };
  static override flags = {
    mode: Flags.option({ summary: "Take the ports this mode needs.", options: MODES, env: "AVB_MODE" })(),
    with: Flags.string({ summary: "Run this service as well.", multiple: true, env: "AVB_WITH", delimiter: "," }),
    without: Flags.string({ summary: "Leave this service out.", multiple: true, env: "AVB_WITHOUT", delimiter: "," }),
  };

  async run(): Promise<PortList> {
    const { args, flags } = await this.parse(Ports);
    const overrides = {
      ...(flags.mode && { mode: flags.mode }),
      ...(flags.with && { with: flags.with }),
      ...(flags.without && { without: flags.without }),
    };
    const act = args.action === "check" ? checkPorts : listPorts;
    const list = await act(this.world(), overrides);
    for (const { says, fixes } of list.warnings) this.caution(`${says}. Fix: ${fixes.join("; or ")}`);
    if (args.action === "list") this.print(portTable(list, process.stdout.columns));
    else this.say(`every port that ${list.mode} needs in slot ${list.slot} can be had`);
    return list;
  }
}
