import type { ShellFacts } from "../../domain/shell-facts.ts";

/** The image has nothing but OPA, whose `run` is a prompt for Rego. */
export const opaShell: ShellFacts = { client: ["/opa"], prompt: ["/opa", "run"] };
