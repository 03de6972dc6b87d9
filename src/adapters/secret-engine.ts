import { CUT_SHORT, MOST_HITS, type ScanHit, type SecretEngine } from "../domain/secret-scan.ts";

type Core = typeof import("@secretlint/core");
type Rule = Parameters<Core["lintSource"]>[0]["options"]["config"]["rules"][number];
type Preset = typeof import("@secretlint/secretlint-rule-preset-recommend");

const PREFIX = "@secretlint/secretlint-rule-";

/**
 * Rules of the preset that are left out: comments that switch rules off, which would need neither reason nor end; whole files
 * as findings; and forms that avb's own rules have as vendors give them.
 */
const LEFT_OUT = ["filter-comments", "gcp", "sendgrid", "database-connection-string", "basicauth"];
/** Rules that are set otherwise: ids of access keys are told too, numbers of accounts and what an own rule says better are not. */
const SETTINGS: Readonly<Record<string, Partial<Rule>>> = {
  aws: { options: { enableIDScanRule: true }, allowMessageIds: ["AWSAccountID"] },
  slack: { allowMessageIds: ["IncomingWebhook"] },
};

/**
 * secretlint compares each of a text's findings with all that follow, so a long one is given in pieces. They overlap by more than
 * the longest token; the private keys that are longer are looked for by avb's own rule in the whole text.
 */
const PIECE = 16 * 1024;
const OVERLAP = 2 * 1024;

/** secretlint with the rules of its recommended preset. */
export const secretlint: SecretEngine = {
  async scan({ path, text }) {
    const [{ lintSource }, preset] = await Promise.all([
      import("@secretlint/core"),
      import("@secretlint/secretlint-rule-preset-recommend"),
    ]);
    const found: ScanHit[] = [];
    const rules = rulesOf(preset.rules);
    for (let from = 0; from === 0 || from + OVERLAP < text.length; from += PIECE - OVERLAP) {
      if (found.length > MOST_HITS)
        return [...found, { rule: CUT_SHORT.engine, kind: "secret", start: from, end: from + 1 }];
      const content = text.length <= PIECE ? text : text.slice(from, from + PIECE);
      const { messages } = await lintSource({
        source: { content, filePath: path, ext: extensionOf(path), contentType: "text" },
        options: { config: { rules }, noPhysicFilePath: true },
      });
      for (const { ruleId, messageId, range } of messages)
        found.push({
          ...{ rule: `${ruleId.replace(PREFIX, "")}/${messageId}`, kind: "secret" },
          ...{ start: range[0] + from, end: range[1] + from },
        });
    }
    return found;
  },
};

/** Each rule for itself: a preset that is given as a whole runs the rules too that are switched off in it. */
const rulesOf = (rules: Preset["rules"]): Rule[] =>
  rules.flatMap((rule): readonly Rule[] => {
    const name = rule.meta.id.replace(PREFIX, "");
    return LEFT_OUT.includes(name) ? [] : [{ id: rule.meta.id, rule: rule as never, ...SETTINGS[name] }];
  });

const extensionOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? "";
