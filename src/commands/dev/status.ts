import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { EXIT } from "../../domain/exit-codes.ts";
import type { StatusResult } from "../../domain/status.ts";
import { status } from "../../flows/status.ts";
import { statusPage } from "../../ui/status-page.ts";

/** `avb dev status`. */
export default class Status extends AvbCommand<StatusResult> {
  static override summary = "Show what runs, where, and whether it can be used.";
  static override examples = [
    "<%= config.bin %> dev status",
    { description: "In a script: 0 when usable, 8 when not.", command: "<%= config.bin %> dev status --exit-code" },
  ];
  static override flags = {
    "exit-code": Flags.boolean({ summary: "Exit with 8 unless the stack is usable.", env: "AVB_EXIT_CODE" }),
  };

  async run(): Promise<StatusResult> {
    const { flags } = await this.parse(Status);
    const result = await status(this.world());
    this.print(statusPage(result, process.stdout.columns));
    if (flags["exit-code"] && result.state !== "usable") process.exitCode = EXIT.notReady;
    return result;
  }
}
