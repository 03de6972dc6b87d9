import { Args, Flags } from "@oclif/core";
import { overridesOf, stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { LIVE_UP_S } from "../../domain/live/limits.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { restart } from "../../flows/restart.ts";
import type { UpResult } from "../../flows/up-result.ts";
import { upPage } from "../../ui/up-page.ts";

/** `avb dev restart`. */
export default class Restart extends PlanCommand<UpResult> {
  static override summary = "Stop the stack, or one service, and start it again with the same ports, keys and data.";
  static override examples = [
    "<%= config.bin %> dev restart",
    { description: "One service:", command: "<%= config.bin %> dev restart keycloak --timeout 120" },
  ];
  static override args = { service: Args.string({ description: "Only this service, for example keycloak." }) };
  static override flags = {
    mode: stackFlags.mode,
    timeout: Flags.string({
      summary: `Give up after this many seconds; ${LIVE_UP_S} where containers take part, else 60.`,
      env: "AVB_TIMEOUT",
    }),
    reveal: Flags.boolean({ summary: "Put the test users' passwords into JSON too.", env: "AVB_REVEAL" }),
  };

  async run(): Promise<UpResult> {
    const { args, flags } = await this.parse(Restart);
    const options = {
      ...{ ...overridesOf(flags), ...args, version: this.config.version, strict: false, seed: true },
      forContainers: false,
      ...(flags.timeout === undefined
        ? {}
        : { timeoutMs: wholeNumber("--timeout", flags.timeout, { from: 1, to: 3600, usual: 60 }) * 1000 }),
      reveal: flags.reveal || !this.jsonEnabled(),
    };
    const result = await this.running((tools) => restart(tools, options));
    this.print(upPage(result, process.stdout.columns));
    return result;
  }
}
