/** A command that takes a secret as a word, and the words that hold one. */
interface TypedCommand {
  /** What is told of it; never the line itself. */
  readonly what: string;
  readonly command: RegExp;
  /** Matches one word with a value, its value first. */
  readonly value: RegExp;
}

/** A value that is not in the line itself: a file, stdin, or what a shell fills in. */
const ELSEWHERE = /^["']?(?:file:\/\/|fileb:\/\/|@|-["']?$|\$|`|<)/;
const WORD = `("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s"']+)`;
const flag = (name: string): RegExp => new RegExp(`\\s--${name}(?:=|\\s+)${WORD}`, "g");

/** Ways to write a secret into a shell's history: AWS's own documentation warns of the first. */
const COMMANDS: readonly TypedCommand[] = [
  ...["put-secret-value", "create-secret", "update-secret"].map((verb) => ({
    what: `aws secretsmanager ${verb} --secret-string`,
    command: new RegExp(`\\b${verb}\\b`),
    value: flag("secret-string"),
  })),
  {
    what: "vault kv put",
    command: /\bvault\s+kv\s+(?:put|patch)\b/,
    value: new RegExp(`\\s[A-Za-z_][\\w.-]*=${WORD}`, "g"),
  },
  {
    what: "vault write",
    command: /\bvault\s+write\b/,
    value: new RegExp(`\\s(?:\\w*(?:secret|password|token|key)\\w*)=${WORD}`, "g"),
  },
  { what: "az keyvault secret set --value", command: /\baz\s+keyvault\s+secret\s+set\b/, value: flag("value") },
  {
    what: "kubectl create secret --from-literal",
    command: /\bkubectl\s.*\bcreate\s+secret\b/,
    value: new RegExp(`\\s--from-literal(?:=|\\s+)["']?[\\w.-]+=${WORD}`, "g"),
  },
];

/** What a line of a shell's history typed a secret into; undefined where it typed none. */
export const typedSecretIn = (line: string): string | undefined =>
  COMMANDS.find(
    ({ command, value }) =>
      command.test(line) && [...line.matchAll(value)].some(([, text = ""]) => !ELSEWHERE.test(text) && text !== '""'),
  )?.what;
