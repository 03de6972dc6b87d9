import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { applicationFlags, applicationOf, overridesOf } from "../../avb-command-flags.ts";
import { MODES } from "../../domain/modes.ts";
import type { Rendering } from "../../flows/render.ts";
import { renderTo } from "../../flows/render-to.ts";
import { type RenderedFiles, renderedStory } from "../../flows/rendered-files.ts";

const list = (summary: string, env: string) => Flags.string({ summary, env, multiple: true, delimiter: "," });

/** `avb dev render`: the compose documents that a mode stands for. */
export default class Render extends AvbCommand<Rendering & Partial<RenderedFiles>> {
  static override summary = "Print the compose documents of a mode, or write them to a folder.";
  static override description =
    "Every port is bound to 127.0.0.1, and no document holds a secret. Lago is a document and a project of its own.";
  static override examples = [
    "<%= config.bin %> dev render --mode live",
    "<%= config.bin %> dev render --mode live --service lago --out infra/lago-deployments/docker-compose.yml",
    "<%= config.bin %> dev render --mode live --out deploy --check",
    "<%= config.bin %> dev render --profiles --out deploy",
    "<%= config.bin %> dev render --app --app-service web --out .",
  ];
  static override flags = {
    mode: Flags.option({ summary: "Render this mode; --profiles has all.", options: MODES, env: "AVB_MODE" })(),
    with: list("Add these services.", "AVB_WITH"),
    without: list("Leave these services out.", "AVB_WITHOUT"),
    service: list("Render these services alone.", "AVB_RENDER_SERVICE"),
    profiles: Flags.boolean({
      summary: "Make one document with the profiles sandbox and live, for plain docker compose.",
      env: "AVB_RENDER_PROFILES",
      exclusive: ["service"],
    }),
    ...applicationFlags,
    out: Flags.string({
      summary: "Write to this folder, or to this .yaml file.",
      helpValue: "PATH",
      env: "AVB_RENDER_OUT",
    }),
    check: Flags.boolean({
      summary: "Compare with the files in --out, change nothing; exit 14 on a difference.",
      env: "AVB_RENDER_CHECK",
    }),
  };

  async run(): Promise<Rendering & Partial<RenderedFiles>> {
    const { flags } = await this.parse(Render);
    const { service: services = [], profiles, out, check } = flags;
    const result = await renderTo(this.world(), {
      ...{ overrides: overridesOf(flags), services, profiles, check, version: this.config.version },
      ...applicationOf(flags),
      caution: (text) => this.caution(text),
      ...(out && { out }),
    });
    if (out === undefined) this.print(result.note ?? result.documents.map(({ text }) => text).join("---\n"));
    else for (const line of renderedStory(result)) this.say(line);
    return result;
  }
}
