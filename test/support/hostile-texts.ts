const base64 = (text: string): string => Buffer.from(text).toString("base64").replace(/=+$/, "");
const token = (length: number): string => "aB1d".repeat(Math.ceil(length / 4)).slice(0, length);

/** Pieces that lead a rule on and give it nothing, or far too much: each is one line's beginning, and what is repeated behind it. */
const PUMPS: Readonly<Record<string, readonly [begins: string, repeated: string]>> = {
  "a private key of plus signs": ["-----BEGIN PRIVATE KEY-----", "+"],
  "a private key of escapes": ["-----BEGIN PRIVATE KEY-----", "\\r\\n"],
  "private keys that begin": ["", "-----BEGIN PRIVATE KEY-----"],
  "private keys without an end": ["", `-----BEGIN PRIVATE KEY-----${"A".repeat(11_990)}`],
  "a variable before spaces": ["JWT_SECRET", " "],
  "a variable before a block of empty lines": ["JWT_SECRET: |", "\n"],
  "variables with an equals sign": ["", "JWT_SECRET="],
  "variables with a quote": ["", 'JWT_SECRET="'],
  "values of angle brackets": ["", `DATABASE_PASSWORD="aB1cD2eF3${"<".repeat(4000)}" `],
  "a Secret before empty lines": ["kind: Secret ", "\n"],
  "a Secret's data before spaces": ["kind: Secret\na:", " "],
  "names of a Secret's data": ["kind: Secret\n", "{a:"],
  "a placeholder before spaces": ["secret: change-me", " "],
  "placeholders in angle brackets": ["", "<A_B>"],
  "a long placeholder": ["<A", "_A"],
  "access keys of AWS": ["", "AKIAQ7RZT3WX5LMB2VHK "],
  "an account of AWS before spaces": ["AKIAQ7RZT3WX5LMB2VHK account", " "],
  "secret access keys of AWS": ["", "aws_secret_access_key = "],
  "tokens of npm": ["", `npm_${token(36)} `],
  "a token of Slack": ["xoxb-", "1-"],
  "tokens of 1Password": ["", `ops_ey${"A".repeat(1200)} `],
  "keys of SendGrid": ["", `SG.${token(22)}.${token(43)} `],
  "keys of SendGrid in base64": ["", `${base64(`SG.${token(22)}.${token(43)}`)} `],
  "keys of OpenAI that begin": ["", `sk-proj-${"a".repeat(190)} `],
  "tokens of GitHub": ["", "ghs_1_eyJa."],
  "addresses with a password": ["", "postgres://u:aB1cD2eF3g@h.internal/x "],
  "addresses without an end": ["", "postgres://uuuu:"],
  "one word": ["JWT_SECRET=x ", "a"],
  "one name": ["JWT_SECRET=x ", "a_"],
};

/** The names of the texts. */
export const HOSTILE_TEXTS: readonly string[] = Object.keys(PUMPS);

/** One of them, of about that many characters. */
export function hostileText(name: string, length: number): string {
  const [begins = "", repeated = " "] = PUMPS[name] ?? [];
  return begins + repeated.repeat(Math.ceil(length / repeated.length));
}
