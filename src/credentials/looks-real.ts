import type { Credential } from "../domain/credential.ts";
import type { FieldFormat } from "../domain/credential-format.ts";
import { judgeFormat } from "./judge-format.ts";

/** Forms that vendors give to secrets alone: what has one is a secret under whatever name. */
const TELLING: readonly FieldFormat[] = [
  ...(["openai-key", "anthropic-key", "sendgrid-key", "slack-webhook", "slack-token", "github-token"] as const),
  "rsa-private-key",
];
/** Forms that much else has too: without the variable's name nothing follows from them. */
const PREFIXED: readonly (readonly [FieldFormat, RegExp])[] = [
  ["google-client-secret", /^GOCSPX-/],
  ["jira-token", /^ATATT3/],
];

/** What a variable's text really is, such as `openai-key`: by the vendor's form, or by the catalogue's variable; undefined where it is no secret. */
export function realSecret(
  all: readonly Credential[],
  { name, text }: { readonly name: string; readonly text: string },
): string | undefined {
  const isGood = (format: FieldFormat) => judgeFormat(format, text).state === "good";
  const telling = [...TELLING, ...PREFIXED.flatMap(([format, begins]) => (begins.test(text) ? [format] : []))];
  const form = telling.find(isGood);
  if (form !== undefined) return form;
  return all.flatMap(({ fields }) => fields).find((one) => one.variable === name && one.secret && isGood(one.format))
    ?.format;
}
