import { AvbCommand } from "../../../avb-command.ts";
import { describePolicies, type PolicyDescription } from "../../../flows/opa/describe-policies.ts";
import { policiesPage } from "../../../ui/policies-page.ts";

/** `avb dev policies docs`: who may do what, as a page. */
export default class PoliciesDocs extends AvbCommand<PolicyDescription> {
  static override summary = "Print who may do what as Markdown, from the rules that OPA decides by.";
  static override description = "The rules, what a question looks like, and the truth table. Nothing need run.";
  static override examples = [
    { description: "For a wiki page:", command: "<%= config.bin %> dev policies docs > permissions.md" },
    { description: "For a program:", command: "<%= config.bin %> dev policies docs --json" },
  ];

  async run(): Promise<PolicyDescription> {
    await this.parse(PoliciesDocs);
    const described = describePolicies();
    this.print(policiesPage(described));
    return described;
  }
}
