import type { ComposeDocument } from "./render.ts";
import type { RenderContext } from "./render-context.ts";

/** How the first line of every rendered document begins: by it avb knows its own. */
export const RENDERED_BY = "# Rendered by avb ";

/** The comment at the top of a document: what it is, how it is made anew, what compose must be given. */
export function documentHeader(context: RenderContext, document: ComposeDocument): string {
  const { stack, version } = context;
  const options = document.options ?? `--mode ${stack.mode}`;
  const needs = document.secrets.map(({ variable }) => variable).sort();
  const lines = [
    `${RENDERED_BY}${version}: ${document.title}, mode ${stack.mode}, slot ${stack.slot}.`,
    `# Changes made here are lost: avb dev render ${options} --out DIRECTORY`,
    ...(document.notes ?? []).map((note) => `# ${note}`),
    ...(needs.length === 0 ? [] : [`# Its secrets come from the environment: ${needs.join(", ")}`]),
  ];
  return `${lines.join("\n")}\n`;
}
