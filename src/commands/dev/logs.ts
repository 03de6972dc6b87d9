import { Args, Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { LOG_LEVELS, type LogEntry } from "../../domain/log-entry.ts";
import { matcherOf } from "../../domain/log-match.ts";
import type { RequestEntry } from "../../domain/request-log.ts";
import { sinceMoment } from "../../domain/since.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { type LogsResult, logs } from "../../flows/logs.ts";
import { logDrawer } from "../../ui/log-line.ts";

interface Printed extends LogsResult {
  readonly text?: readonly string[];
  readonly requests?: readonly RequestEntry[];
  readonly entries?: readonly LogEntry[];
}

/** `avb dev logs`. */
export default class Logs extends AvbCommand<Printed> {
  static override summary = "Print what the sandbox server and the containers wrote, in the order of time.";
  static override description =
    "Secrets of the stack are masked. A request to the sandbox server is a line: time, method, path, status, duration and user; queries, headers and bodies are never logged.";
  static override examples = [
    "<%= config.bin %> dev logs --tail 20",
    { description: "Stay and print what is added:", command: "<%= config.bin %> dev logs keycloak postgres --follow" },
    { description: "Problems of the last hour:", command: "<%= config.bin %> dev logs --since 1h --level warn" },
  ];
  static override args = {
    service: Args.string({
      description: "Only these services, for example postgres; sandbox is the server.",
      multiple: true,
    }),
  };
  static override flags = {
    follow: Flags.boolean({
      char: "f",
      summary: "Stay and print what is added, until interrupted.",
      env: "AVB_FOLLOW",
    }),
    tail: Flags.string({
      summary: "Print only this many of the last lines: 100, or all with --since.",
      env: "AVB_TAIL",
    }),
    since: Flags.string({ summary: "Only what is not older than 10m, 1h30m, or a time.", env: "AVB_SINCE" }),
    grep: Flags.string({ summary: "Only lines that match this regular expression.", env: "AVB_GREP" }),
    level: Flags.option({
      summary: "Only lines that matter at least so much.",
      options: LOG_LEVELS,
      env: "AVB_LEVEL",
    })(),
  };

  async run(): Promise<Printed> {
    const { args, flags } = await this.parse(Logs);
    const usual = flags.since === undefined ? 100 : 100_000;
    const tail =
      flags.tail === undefined ? usual : wholeNumber("--tail", flags.tail, { from: 0, to: 100_000, usual: 100 });
    const entries: LogEntry[] = [];
    const draw = logDrawer({ colour: process.stdout.isTTY === true && !process.env.NO_COLOR });
    const result = await logs(this.world(), {
      ...{ tail, follow: flags.follow, signal: this.signal, services: args.service ?? [] },
      ...(flags.since === undefined ? {} : { sinceMs: sinceMoment(flags.since, Date.now()) }),
      ...(flags.grep === undefined ? {} : { matches: matcherOf(flags.grep) }),
      ...(flags.level === undefined ? {} : { level: flags.level }),
      caution: (text) => this.caution(text),
      line: (text, entry, isAlone) => {
        if (this.jsonEnabled()) entries.push(entry);
        else this.print(`${isAlone ? text : draw(entry)}\n`);
      },
    });
    if (!this.jsonEnabled()) return result;
    const requests = entries.flatMap(({ request }) => request ?? []);
    return { ...result, text: entries.map(({ text }) => text), requests, entries };
  }
}
