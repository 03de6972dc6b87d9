import { Args } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { shell } from "../../flows/shell.ts";

/** `avb dev shell`: a service's own client, inside its container. */
export default class Shell extends AvbCommand<{ status: number }> {
  static override summary = "Open a service's own client inside its container, signed in.";
  static override description =
    "psql, redis-cli, vault, kcadm, temporal, opa or Kafka's tools. Credentials are in the client's environment and never on a command line. Its exit status is avb's.";
  static override examples = [
    "<%= config.bin %> dev shell postgres",
    "<%= config.bin %> dev shell postgres -- -c 'select now()'",
    "<%= config.bin %> dev shell vault -- status",
    "<%= config.bin %> dev shell keycloak -- get realms --fields realm",
  ];
  // stdout belongs to the client.
  static override enableJsonFlag = false;
  static override strict = false;
  static override usage = "dev shell SERVICE [-- WORDS...]";
  static override args = {
    service: Args.string({ description: "The service to talk to, for example postgres.", required: true }),
  };

  async run(): Promise<{ status: number }> {
    // oclif would swallow a second -- that is the client's own.
    const end = this.argv.includes("--") ? this.argv.indexOf("--") : this.argv.length;
    const after = this.argv.slice(end + 1);
    const { args, argv } = await this.parse(Shell, this.argv.slice(0, end));
    const words = [...argv.slice(1).map(String), ...after];
    const status = await shell(this.world(), { service: args.service, words, signal: this.signal });
    process.exitCode = status;
    return { status };
  }
}
