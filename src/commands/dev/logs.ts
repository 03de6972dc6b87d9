import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { type LogsResult, logs } from "../../flows/logs.ts";

/** `avb dev logs`. */
export default class Logs extends AvbCommand<LogsResult & { readonly text?: readonly string[] }> {
  static override summary = "Print the sandbox server's log.";
  static override examples = [
    "<%= config.bin %> dev logs --tail 20",
    { description: "Stay and print what is added:", command: "<%= config.bin %> dev logs --follow" },
  ];
  static override flags = {
    follow: Flags.boolean({
      char: "f",
      summary: "Stay and print what is added, until interrupted.",
      env: "AVB_FOLLOW",
    }),
    tail: Flags.string({ summary: "Print only this many of the last lines.", default: "100", env: "AVB_TAIL" }),
  };

  async run(): Promise<LogsResult & { readonly text?: readonly string[] }> {
    const { flags } = await this.parse(Logs);
    const tail = wholeNumber("--tail", flags.tail, { from: 0, to: 100_000 });
    const text: string[] = [];
    const line = (said: string) => (this.jsonEnabled() ? text.push(said) : this.print(`${said}\n`));
    const result = await logs(this.world(), { tail, follow: flags.follow, signal: this.signal, line });
    return this.jsonEnabled() ? { ...result, text } : result;
  }
}
