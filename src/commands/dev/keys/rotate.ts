import { PlanCommand } from "../../../avb-command-plan.ts";
import { type RotateResult, rotateKeys } from "../../../flows/keys.ts";

/** `avb dev keys rotate`. */
export default class KeysRotate extends PlanCommand<RotateResult> {
  static override summary = "Sign with a new key from now on.";
  static override description = "The old key stays published until the tokens it signed have expired.";
  static override examples = ["<%= config.bin %> dev keys rotate", "<%= config.bin %> dev keys rotate --json"];

  async run(): Promise<RotateResult> {
    await this.parse(KeysRotate);
    const result = await this.running(rotateKeys);
    this.print(result.kid);
    this.say(`signing with ${result.kid}; ${result.previous} stays published until its tokens have expired`);
    return result;
  }
}
