import { AvbCommand } from "../../avb-command.ts";

/** `avb dev matrix`. */
export default class Matrix extends AvbCommand<object> {
  static override summary = "Print the service matrix.";

  async run(): Promise<object> {
    await this.parse(Matrix);
    this.print("placeholder");
    return {};
  }
}
