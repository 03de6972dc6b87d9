import type { Finding } from "../domain/scan-finding.ts";

/** What a SARIF log says of the program that made it. */
export interface SarifTool {
  readonly version: string;
  /** The rules that findings may name, with what each finds. */
  readonly rules: Readonly<Record<string, string>>;
}

/** The schema of the format, as its section 3.13.3 wants it named. */
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** Where addresses of files begin; whoever reads the log says where that is. */
const BASE = "SRCROOT";

/** The findings as a SARIF 2.1.0 log: one run, each finding a result with a fingerprint instead of the value. */
export function sarifLog(findings: readonly Finding[], { version, rules }: SarifTool): object {
  const named = [...new Set(findings.map(({ rule }) => rule))].sort();
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            ...{ name: "avb", version },
            rules: named.map((id) =>
              ruleOf(id, rules[id] ?? id, findings.find(({ rule }) => rule === id)?.kind ?? "secret"),
            ),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [BASE]: { description: { text: "The repository's root." } } },
        results: findings.map((finding) => resultOf(finding, named)),
      },
    ],
  };
}

/** GitHub shows nothing of a rule without its three texts, and orders findings by the number. */
function ruleOf(id: string, title: string, kind: Finding["kind"]): object {
  const { help, severity } = TEXTS[kind];
  return {
    ...{ id, name: nameOf(id), shortDescription: { text: sentence(title) } },
    ...{ fullDescription: { text: sentence(`avb found: ${title}`) }, help: { text: help } },
    defaultConfiguration: { level: levelOf(kind) },
    properties: { tags: ["security"], "security-severity": severity },
  };
}

/** What is to be done, and how bad it is on GitHub's scale from 0 to 10. */
const TEXTS: Readonly<Record<Finding["kind"], { readonly help: string; readonly severity: string }>> = {
  secret: {
    help: "Replace the value where it came from, since whoever has the file has it: avb secrets rotate. Then take it out of the file.",
    severity: "9.0",
  },
  placeholder: { help: "Put the value into a store (avb secrets set) and refer to it from here.", severity: "4.0" },
  "allow-list": { help: "Take the entry out of the allow-list, or give it a new day and a reason.", severity: "4.0" },
};

function resultOf(finding: Finding, named: readonly string[]): object {
  const { kind, rule, says, fingerprint, credential, where, encoding, commit, ignored } = finding;
  const more = {
    ...(credential === undefined ? {} : { credential }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(commit === undefined ? {} : { commit }),
    ...(ignored === undefined ? {} : { ignored }),
  };
  return {
    ruleId: rule,
    ruleIndex: named.indexOf(rule),
    level: levelOf(kind),
    message: { text: sentence(`${says}, fingerprint ${fingerprint}`) },
    locations: [locationOf(finding)],
    partialFingerprints: { "avbSecret/v1": fingerprint },
    properties: { kind, where, ...more },
  };
}

/** A container or a store has no file: its name is a logical location. */
function locationOf({ where, path, line, column, endLine, endColumn }: Finding): object {
  if (where === "container" || where === "store")
    return { logicalLocations: [{ fullyQualifiedName: path, kind: where === "store" ? "resource" : "variable" }] };
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const isOutside = path.startsWith("/");
  const uri = `${isOutside ? "file://" : ""}${path.split("/").map(encodeURIComponent).join("/")}`;
  const artifactLocation = isOutside ? { uri } : { uri, uriBaseId: BASE };
  return { physicalLocation: { artifactLocation, region } };
}

const levelOf = (kind: Finding["kind"]): "error" | "warning" => (kind === "secret" ? "error" : "warning");
const nameOf = (id: string): string =>
  id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
