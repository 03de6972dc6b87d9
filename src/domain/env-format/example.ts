import type { ResolvedVariable } from "../env-resolve.ts";
import type { Mode } from "../modes.ts";
import { renderEnv } from "./render-env.ts";

/** The first line of every example: by it avb knows a file that it may write again. */
export const EXAMPLE_HEAD = "# An example of the variables, without secrets. Your own values: avb dev env --write .env";

/** A `.env.example`: every variable with what a person should know about it, and no secret. */
export function renderExample(
  variables: readonly ResolvedVariable[],
  { mode, titles }: { readonly mode: Mode; readonly titles: ReadonlyMap<string, string> },
): string {
  const services = [...new Set(variables.map(({ service }) => service))];
  const blocks = services.map((service) => {
    const own = variables.filter((variable) => variable.service === service);
    return [`# --- ${titles.get(service) ?? "The application"}`, ...own.map(block)].join("\n");
  });
  return `${[`${EXAMPLE_HEAD}\n# Mode ${mode}, addresses of a first checkout.`, ...blocks].join("\n\n")}\n`;
}

function block(variable: ResolvedVariable): string {
  const { name, value, because } = variable;
  const note = [remark(variable), because].filter((text) => text !== undefined).join("; ");
  const shown = value.kind === "text" && !variable.secret;
  const line = shown ? renderEnv("dotenv", [{ name, text: value.text }]).trimEnd() : `# ${name}=`;
  return note === "" ? line : `# ${note}\n${line}`;
}

function remark({ required, secret, value }: ResolvedVariable): string | undefined {
  if (secret || value.kind === "secret") return required ? "required, a secret" : "a secret";
  if (value.kind === "unset") return "not set in this mode";
  if (value.kind === "platform") return "supplied by the platform";
  return required ? "required" : undefined;
}
