import { Args } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { outputFlags, overridesOf, stackFlags } from "../../avb-command-flags.ts";
import type { Access } from "../../flows/describe-access.ts";
import { info } from "../../flows/info.ts";
import { infoPage } from "../../ui/info-page.ts";

/** `avb dev info`: how to get at the stack. */
export default class Info extends AvbCommand<Access> {
  static override summary = "Show every address, account, connection, key and client of the stack.";
  static override description =
    "The test users are people of a sandbox on this machine, with passwords of this checkout; --reveal shows them.";
  static override examples = [
    "<%= config.bin %> dev info",
    "<%= config.bin %> dev info keycloak --reveal",
    "<%= config.bin %> dev info --mode live --json",
  ];
  static override args = {
    service: Args.string({ description: "Only this service, for example keycloak." }),
  };
  static override flags = { ...stackFlags, reveal: outputFlags.reveal };

  async run(): Promise<Access> {
    const { args, flags } = await this.parse(Info);
    const { reveal } = flags;
    const caution = (text: string) => this.caution(text);
    const access = await info(this.world(), { overrides: overridesOf(flags), service: args.service, reveal, caution });
    this.print(infoPage(access, process.stdout.columns));
    const hidden = access.services.some(({ items }) => items.some(({ masked }) => masked));
    if (hidden || (access.users.length > 0 && !reveal)) this.say("secrets are masked; --reveal shows them");
    return access;
  }
}
