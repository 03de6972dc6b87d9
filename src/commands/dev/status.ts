import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { EXIT } from "../../domain/exit-codes.ts";
import type { StatusResult } from "../../domain/status.ts";
import { status } from "../../flows/status.ts";
import { watchStatus } from "../../flows/watch-status.ts";
import { redrawn, statusPage } from "../../ui/status-page.ts";

/** `avb dev status`. */
export default class Status extends AvbCommand<StatusResult> {
  static override summary = "Show what runs, where, and whether it can be used.";
  static override examples = [
    "<%= config.bin %> dev status",
    { description: "Stay and show each change:", command: "<%= config.bin %> dev status --watch" },
    { description: "In a script: 0 when usable, 8 when not.", command: "<%= config.bin %> dev status --exit-code" },
  ];
  static override flags = {
    watch: Flags.boolean({
      char: "w",
      summary: "Stay and show each change until interrupted; without a terminal, as lines of JSON.",
      env: "AVB_WATCH",
      exclusive: ["exit-code"],
    }),
    "exit-code": Flags.boolean({ summary: "Exit with 8 unless the stack is usable.", env: "AVB_EXIT_CODE" }),
  };

  async run(): Promise<StatusResult> {
    const { flags } = await this.parse(Status);
    if (flags.watch) return this.#watch();
    const result = await status(this.world());
    this.print(statusPage(result, pageOptions()));
    if (flags["exit-code"] && result.state !== "usable") process.exitCode = EXIT.notReady;
    return result;
  }

  #watch(): Promise<StatusResult> {
    const world = this.world();
    const { stdoutIsTty: everyLook } = world.host;
    const shown = (seen: StatusResult) => (everyLook ? redrawn(statusPage(seen, pageOptions())) : JSON.stringify(seen));
    return watchStatus(world, { signal: this.signal, everyLook, changed: (seen) => this.print(shown(seen)) });
  }
}

const pageOptions = () => ({ width: process.stdout.columns, nowMs: Date.now() });
