import { Args, Flags } from "@oclif/core";
import { stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import type { VerifyReport } from "../../domain/proof.ts";
import { reportPlace, writeReport } from "../../flows/verify/report-file.ts";
import { requireHolding, verify } from "../../flows/verify/verify.ts";
import { HTML_BEGINS, htmlReport } from "../../ui/verify-html.ts";
import { JUNIT_BEGINS, junitReport } from "../../ui/verify-junit.ts";
import { verifyPage } from "../../ui/verify-page.ts";

/** A form of report, by its flag. */
const REPORTS = {
  junit: { begins: JUNIT_BEGINS, text: junitReport },
  html: { begins: HTML_BEGINS, text: htmlReport },
} as const;

/** `avb dev verify`: tries every claim about the running stack. */
export default class Verify extends PlanCommand<VerifyReport> {
  static override summary = "Prove what the stack allows and refuses: tokens, policies, decisions, plans, grants.";
  static override description =
    "Asks the running services themselves. What is made for a trial is removed again. The exit status is 14 when a claim does not hold.";
  static override examples = [
    "<%= config.bin %> dev verify",
    {
      description: "From sign-in to invoice, with the time of each hop:",
      command: "<%= config.bin %> dev verify golden",
    },
    {
      description: "For a pipeline:",
      command: "<%= config.bin %> dev verify vault opa --junit verify.xml --html verify.html",
    },
  ];
  static override strict = false;
  static override args = {
    section: Args.string({ description: "Only these sections, for example vault or opa." }),
  };
  static override flags = {
    mode: stackFlags.mode,
    junit: Flags.string({ summary: "Write a JUnit report too.", helpValue: "FILE", env: "AVB_VERIFY_JUNIT" }),
    html: Flags.string({ summary: "Write a page for a browser too.", helpValue: "FILE", env: "AVB_VERIFY_HTML" }),
  };

  async run(): Promise<VerifyReport> {
    const { argv, flags } = await this.parse(Verify);
    const world = this.world();
    const wanted = (["junit", "html"] as const).flatMap((name) => {
      const given = flags[name];
      return given === undefined ? [] : [{ ...REPORTS[name], given, flag: `--${name}` }];
    });
    const places = await Promise.all(wanted.map((wish) => reportPlace(world, wish)));
    const options = { sections: argv.map(String), ...(flags.mode && { mode: flags.mode }) };
    const report = await this.running((tools) => verify(tools, options));
    for (const [at, place] of places.entries()) await writeReport(world, place, wanted[at]?.text(report) ?? "");
    const { columns } = process.stdout;
    this.print(verifyPage(report, { every: this.isOn("verbose"), ...(columns && { width: columns }) }));
    this.found(report);
    requireHolding(report);
    return report;
  }
}
