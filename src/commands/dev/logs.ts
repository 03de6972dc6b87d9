import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import type { RequestEntry } from "../../domain/request-log.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { type LogsResult, logs } from "../../flows/logs.ts";

type Printed = LogsResult & { readonly text?: readonly string[]; readonly requests?: readonly RequestEntry[] };

/** `avb dev logs`. */
export default class Logs extends AvbCommand<Printed> {
  static override summary = "Print the sandbox server's log.";
  static override description =
    "Each request is a line: time, method, path, status, duration and user. Queries, headers and bodies are never logged.";
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

  async run(): Promise<Printed> {
    const { flags } = await this.parse(Logs);
    const tail = wholeNumber("--tail", flags.tail, { from: 0, to: 100_000, usual: 100 });
    const text: string[] = [];
    const requests: RequestEntry[] = [];
    const line = (said: string, request?: RequestEntry) => {
      if (!this.jsonEnabled()) return this.print(`${said}\n`);
      text.push(said);
      if (request !== undefined) requests.push(request);
    };
    const result = await logs(this.world(), { tail, follow: flags.follow, signal: this.signal, line });
    return this.jsonEnabled() ? { ...result, text, requests } : result;
  }
}
