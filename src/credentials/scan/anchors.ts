import { ENCODED_BEGINNING } from "./encoded.ts";
import { isConfiguration } from "./file-kinds.ts";

/** What every match of a rule of secretlint's holds. */
const ENGINE: readonly string[] = [
  ...["T3BlbkFJ", "sk-ant-a", "gh[pours]_[A-Za-z0-9]", "github_pat_", "xox[a-z]-", "xapp-", "-----BEGIN "],
  "(?:A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}",
  "(?:SECRET|[Ss]ecret)_?(?:ACCESS|[Aa]ccess)_?(?:KEY|[Kk]ey)",
  ...["npm_[A-Za-z0-9_]{36}", "_authToken", "x-oauth-basic", "shp(?:pa|ca|at|ss)_", "lin_api_", "ops_ey"],
];
/** What the matches of avb's own rules hold besides. */
const OWN: readonly string[] = [
  ...[String.raw`SG\.[\w-]{16}`, "GOCSPX-", "AIza", "AT[AC]TT3", String.raw`hv[sb]\.[\w-]{20}`],
  ...[String.raw`hooks\.slack`, String.raw`xoxe\.`, "AGE-SECRET", "8Q~"],
  ...[String.raw`:\\?/\\?/[^\s:/@"'<>\x60]{0,100}:[^\s/@"'<>\x60]{3,200}@`, String.raw`kind"?:\s*["']?Secret\b`],
];

/** Placeholders of configuration. */
const PLACEHOLDERS =
  /REPLACE_WITH_|<[A-Z][A-Z0-9]*_|\$\{[A-Z]|change[-_]?(?:me|it)|replace[-_]?me|fix[-_]?me|todo|tbd|your[-_]/i;

/** Makes the quick look that says whether a text may hold anything: true too often, never false too often. */
export function quickLook(variables: Iterable<string>): (path: string, text: string) => boolean {
  const names = [...variables].flatMap((name) => [name.toUpperCase(), name.toLowerCase()]);
  const anchors = new RegExp([...ENGINE, ...OWN, ENCODED_BEGINNING.source, ...names].join("|"));
  return (path, text) => anchors.test(text) || (isConfiguration(path) && PLACEHOLDERS.test(text));
}

const engine = new RegExp(ENGINE.join("|"));

/** True where a rule of secretlint's may find something; never false where one does. */
export const engineMayFind = (text: string): boolean => engine.test(text);
