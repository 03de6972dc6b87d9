import { Flags } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { EXIT } from "../../domain/exit-codes.ts";
import { describePlan } from "../../domain/plan.ts";
import { CHECK_IDS, checksFor } from "../../flows/checks/choose.ts";
import { type DoctorReport, doctor } from "../../flows/doctor.ts";
import { doctorFix, type FixReport, planFix } from "../../flows/doctor-fix.ts";
import { type Listed, listed } from "../../flows/list-checks.ts";
import { type Bundle, supportBundle } from "../../flows/support-bundle.ts";
import { checksText, doctorText } from "../../ui/doctor-report.ts";

/** `avb dev doctor`: what is wrong with this checkout and its machine, and what cures it. */
export default class Doctor extends PlanCommand<DoctorReport | FixReport | Listed | Bundle> {
  static override summary = "Find out what is wrong with this checkout and this machine, and how to cure it.";
  static override description =
    "Only looks, unless --fix is given. The exit status is 14 when a check fails, and 0 when there are warnings at most.";
  static override examples = [
    "<%= config.bin %> dev doctor --check ports --check engine",
    { description: "See what would be cured:", command: "<%= config.bin %> dev doctor --fix --plan" },
  ];
  static override flags = {
    check: Flags.string({
      summary: "Look at this alone; may be given several times.",
      options: CHECK_IDS,
      ...{ multiple: true as const, delimiter: "," as const, env: "AVB_DOCTOR_CHECK" },
    }),
    app: Flags.string({ summary: "Search this source too.", helpValue: "DIR", env: "AVB_DOCTOR_APP" }),
    "list-checks": Flags.boolean({ summary: "Tell what is looked at, and stop.", env: "AVB_DOCTOR_LIST_CHECKS" }),
    fix: Flags.boolean({ summary: "Cure what can be, and look again.", exclusive: ["bundle"], env: "AVB_DOCTOR_FIX" }),
    plan: Flags.boolean({ summary: "With --fix, print what would be done, and do nothing.", env: "AVB_PLAN" }),
    bundle: Flags.boolean({ summary: "Write a page for whoever helps, without secrets.", env: "AVB_DOCTOR_BUNDLE" }),
    out: Flags.string({ summary: "With --bundle, write this file.", helpValue: "FILE", env: "AVB_DOCTOR_OUT" }),
  };

  async run() {
    const { flags } = await this.parse(Doctor);
    const checks = checksFor(flags.check, flags.app);
    if (flags["list-checks"]) {
      this.print(checksText(checks, process.stdout.columns));
      return listed(checks);
    }
    if (flags.bundle) {
      const bundle = await supportBundle(this.world(), { version: this.config.version, checks, out: flags.out });
      this.print(bundle.path);
      return bundle;
    }
    if (flags.fix && flags.plan) {
      const { plan, report } = await planFix(this.world(), checks);
      this.print(describePlan(plan));
      return report;
    }
    const report = flags.fix
      ? await this.running((tools) => doctorFix(tools, checks))
      : await doctor(this.world(), checks);
    this.print(doctorText(report.checks));
    if (!flags.fix && report.curable > 0) this.say("avb dev doctor --fix cures what can be cured without a loss");
    if (!report.healthy) process.exitCode = EXIT.drift;
    return report;
  }
}
