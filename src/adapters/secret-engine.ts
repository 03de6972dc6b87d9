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

/** secretlint with its recommended preset; avb's rules run as one rule of it. */
export const secretlint: SecretEngine = {
  async scan(source, own) {
    const [{ lintSource }, preset] = await Promise.all([
      import("@secretlint/core"),
      import("@secretlint/secretlint-rule-preset-recommend"),
    ]);
    const found: ScanHit[] = [];
    const rules = [...theirRules(preset.rules), ownRule(source, own, found)];
    const { messages } = await lintSource({
      source: { content: source.text, filePath: source.path, ext: extensionOf(source.path), contentType: "text" },
      options: { config: { rules }, noPhysicFilePath: true },
    });
    const theirs = messages.flatMap(({ ruleId, messageId, range: [start, end] }): readonly ScanHit[] =>
      ruleId === OWN ? [] : [{ rule: `${ruleId.replace(PREFIX, "")}/${messageId}`, kind: "secret", start, end }],
    );
    return [...found, ...theirs].sort((one, other) => one.start - other.start);
  },
};

/** Each rule for itself: a preset that is given as a whole runs the rules too that are switched off in it. */
const theirRules = (rules: Preset["rules"]): Rule[] =>
  rules.flatMap((rule): readonly Rule[] => {
    const name = rule.meta.id.replace(PREFIX, "");
    return LEFT_OUT.includes(name) ? [] : [{ id: rule.meta.id, rule: rule as never, ...SETTINGS[name] }];
  });

const OWN = "avb";

/** What avb's rules find is kept as it is: secretlint's messages have no room for a credential. */
const ownRule = ({ path }: ScanText, own: Own, found: ScanHit[]): Rule => ({
  id: OWN,
  rule: {
    messages: {},
    meta: { id: OWN, type: "scanner", recommended: true, supportedContentTypes: ["text"] },
    create: () => ({ file: ({ content }: { content: string }) => void found.push(...own({ path, text: content })) }),
  },
});

const extensionOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? "";
