import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { EXIT } from "../../domain/exit-codes.ts";
import { CHECKS } from "../../flows/checks/table.ts";
import { type DoctorReport, doctor } from "../../flows/doctor.ts";
import { checksText, doctorText } from "../../ui/doctor-report.ts";

/** What `--list-checks` tells of a check. */
interface Listed {
  readonly checks: readonly { readonly id: string; readonly title: string; readonly looksAt: string }[];
}

/** `avb dev doctor`: what is wrong with this checkout and its machine, and what cures it. */
export default class Doctor extends AvbCommand<DoctorReport | Listed> {
  static override summary = "Find out what is wrong with this checkout and this machine, and how to cure it.";
  static override description =
    "Only looks: nothing is written, started or stopped. The exit status is 14 when a check fails, and 0 when there are warnings at most.";
  static override examples = [
    { description: "Look at everything:", command: "<%= config.bin %> dev doctor" },
    { description: "Look at two things:", command: "<%= config.bin %> dev doctor --check ports --check engine" },
    { description: "See what is looked at:", command: "<%= config.bin %> dev doctor --list-checks" },
  ];
  static override flags = {
    check: Flags.string({
      summary: "Look at this alone; may be given several times.",
      options: CHECKS.map(({ id }) => id),
      multiple: true,
      delimiter: ",",
      env: "AVB_DOCTOR_CHECK",
    }),
    "list-checks": Flags.boolean({ summary: "Tell what is looked at, and stop.", env: "AVB_DOCTOR_LIST_CHECKS" }),
  };

  async run(): Promise<DoctorReport | Listed> {
    const { flags } = await this.parse(Doctor);
    const wanted = flags.check ?? [];
    const checks = CHECKS.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    if (flags["list-checks"]) {
      this.print(checksText(checks, process.stdout.columns));
      return { checks: checks.map(({ id, title, looksAt }) => ({ id, title, looksAt })) };
    }
    const report = await doctor(this.world(), checks);
    this.print(doctorText(report.checks));
    if (!report.healthy) process.exitCode = EXIT.drift;
    return report;
  }
}
