import { Args, Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { WAIT_STATES, type WaitResult, wait } from "../../flows/wait.ts";

/** `avb dev wait`. */
export default class Wait extends AvbCommand<WaitResult> {
  static override summary = "Wait until services can be used, whoever starts them.";
  static override description =
    "It starts and changes nothing. Status 8 when the time is over, with what is missing and why.";
  static override examples = [
    "<%= config.bin %> dev wait",
    {
      description: "For two of them, two minutes:",
      command: "<%= config.bin %> dev wait keycloak postgres --timeout 120",
    },
    { description: "Until their processes run:", command: "<%= config.bin %> dev wait --for started" },
  ];
  static override args = {
    service: Args.string({ description: "Only these services, for example keycloak.", multiple: true }),
  };
  static override flags = {
    for: Flags.option({
      summary: "How far they must have come.",
      options: WAIT_STATES,
      default: "usable" as const,
      env: "AVB_WAIT_FOR",
    })(),
    timeout: Flags.string({ summary: "Give up after this many seconds.", default: "60", env: "AVB_TIMEOUT" }),
  };

  async run(): Promise<WaitResult> {
    const { args, flags } = await this.parse(Wait);
    const result = await wait(this.world(), {
      services: args.service ?? [],
      state: flags.for,
      timeoutMs: wholeNumber("--timeout", flags.timeout, { from: 1, to: 3600, usual: 60 }) * 1000,
      signal: this.signal,
      missing: (what) => this.say(`waiting for ${what}`),
    });
    this.say(`${result.services.join(", ")}: ${result.state}`);
    return result;
  }
}
