import type { ScanHit, ScanText, SecretEngine } from "../domain/secret-scan.ts";

type Core = typeof import("@secretlint/core");
type Rule = Parameters<Core["lintSource"]>[0]["options"]["config"]["rules"][number];
type Preset = typeof import("@secretlint/secretlint-rule-preset-recommend");
type Own = Parameters<SecretEngine["scan"]>[1];

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

/** secretlint compares each of a text's findings with all that follow, so a long one is given in pieces; they overlap by more than a key. */
const PIECE = 128 * 1024;
const OVERLAP = 16 * 1024;

/** secretlint with the rules of its recommended preset; avb's rules run as one more, and see the whole text. */
export const secretlint: SecretEngine = {
  async scan(source, own) {
    const [{ lintSource }, preset] = await Promise.all([
      import("@secretlint/core"),
      import("@secretlint/secretlint-rule-preset-recommend"),
    ]);
    const found: ScanHit[] = [];
    const theirs = theirRules(preset.rules);
    for (let from = 0; from === 0 || from + OVERLAP < source.text.length; from += PIECE - OVERLAP) {
      const content = source.text.length <= PIECE ? source.text : source.text.slice(from, from + PIECE);
      const { messages } = await lintSource({
        source: { content, filePath: source.path, ext: extensionOf(source.path), contentType: "text" },
        options: {
          config: { rules: from === 0 ? [...theirs, ownRule(source, own, found)] : theirs },
          noPhysicFilePath: true,
        },
      });
      for (const { ruleId, messageId, range } of messages)
        found.push({
          ...{ rule: `${ruleId.replace(PREFIX, "")}/${messageId}`, kind: "secret" },
          ...{ start: range[0] + from, end: range[1] + from },
        });
    }
    return found.sort((one, other) => one.start - other.start);
  },
};

/** Each rule for itself: a preset that is given as a whole runs the rules too that are switched off in it. */
const theirRules = (rules: Preset["rules"]): Rule[] =>
  rules.flatMap((rule): readonly Rule[] => {
    const name = rule.meta.id.replace(PREFIX, "");
    return LEFT_OUT.includes(name) ? [] : [{ id: rule.meta.id, rule: rule as never, ...SETTINGS[name] }];
  });

/** What avb's rules find is kept as it is: secretlint's messages have no room for a credential. */
const ownRule = (source: ScanText, own: Own, found: ScanHit[]): Rule => ({
  id: "avb",
  rule: {
    messages: {},
    meta: { id: "avb", type: "scanner", recommended: true, supportedContentTypes: ["text"] },
    create: () => ({ file: () => void found.push(...own(source)) }),
  },
});

const extensionOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? "";
