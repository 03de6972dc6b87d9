import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { type MatrixSection, SECTIONS } from "../../domain/matrix.ts";
import { MODES } from "../../domain/modes.ts";
import { matrix } from "../../flows/matrix.ts";
import { matrixMarkdown, matrixPage, matrixText } from "../../ui/matrix-page.ts";

const FORMATS = ["table", "markdown", "json"] as const;

/** `avb dev matrix`: the service matrix, printed back from the catalogue. */
export default class Matrix extends AvbCommand<{ sections: readonly MatrixSection[] }> {
  static override summary = "Print services, modes, variables and permissions as the matrix has them.";
  static override description =
    "Where a documented value cannot work, the effective value stands beside it with the reason.";
  static override examples = [
    { description: "Every variable, with what really holds:", command: "<%= config.bin %> dev matrix --section env" },
    {
      description: "What the live mode runs:",
      command: "<%= config.bin %> dev matrix --section modes --mode live",
    },
    { description: "For a wiki page:", command: "<%= config.bin %> dev matrix --format markdown" },
  ];
  static override flags = {
    section: Flags.option({
      summary: "Print this section alone.",
      options: SECTIONS,
      env: "AVB_MATRIX_SECTION",
    })(),
    mode: Flags.option({
      summary: "Leave the other modes out of the sections modes and env.",
      options: MODES,
      env: "AVB_MATRIX_MODE",
    })(),
    format: Flags.option({
      summary: "Print aligned text, Markdown or JSON.",
      options: FORMATS,
      default: "table" as const,
      env: "AVB_MATRIX_FORMAT",
    })(),
  };

  async run(): Promise<{ sections: readonly MatrixSection[] }> {
    const { flags } = await this.parse(Matrix);
    const { section, mode, format } = flags;
    const sections = matrix({ ...(section && { section }), ...(mode && { mode }) });
    const whole = section === undefined && mode === undefined;
    if (format === "json") this.print(JSON.stringify({ sections }, null, 2));
    else if (format === "markdown") this.print(whole ? matrixPage(sections) : matrixMarkdown(sections));
    else this.print(matrixText(sections, process.stdout.columns));
    return { sections };
  }
}
