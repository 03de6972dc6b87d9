import { Args, Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { type Opened, open } from "../../flows/open.ts";

/** `avb dev open`: a service's page in the browser. */
export default class Open extends AvbCommand<Opened> {
  static override summary = "Open a page of the running stack in the browser.";
  static override description =
    "Without a terminal or a desktop, and with --print, the address is printed and nothing is started.";
  static override examples = [
    "<%= config.bin %> dev open",
    "<%= config.bin %> dev open account",
    "<%= config.bin %> dev open keycloak --print",
    "<%= config.bin %> dev open temporal --mode live",
  ];
  static override args = {
    service: Args.string({
      description: "Whose page: a service of the stack, or sandbox and account of the sandbox server.",
      default: "keycloak",
    }),
  };
  static override flags = {
    mode: Flags.string({ summary: "Act on this mode.", env: "AVB_MODE" }),
    print: Flags.boolean({ summary: "Print the address and start nothing.", env: "AVB_OPEN_PRINT" }),
  };

  async run(): Promise<Opened> {
    const { args, flags } = await this.parse(Open);
    const opened = await open(this.world(), {
      overrides: flags.mode === undefined ? {} : { mode: flags.mode },
      service: args.service,
      printOnly: flags.print || this.jsonEnabled(),
    });
    this.print(opened.url);
    if (opened.opened) this.say("opened in your browser");
    return opened;
  }
}
