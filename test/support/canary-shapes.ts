const PEM_LINES = ["MIIEcanary0pemline1aaaaaaaaaaaaaaaaaaaaaa", "bbbbcanary0pemline2bbbbbbbbbbbbbbbbbbbbbb"];

/** Secrets of twenty shapes, each of which some printer, shell or parser has let through before (P11). */
export const CANARIES: Readonly<Record<string, string>> = {
  PLAIN_TOKEN: "canary0plain1234567890abcdefABCDEF",
  SHORT_PASSWORD: "cnry7Zq!",
  DOLLAR_SECRET: "canary$HOME$0dollar$(PATH)end",
  SINGLE_QUOTE_SECRET: "canary'single'quote'0",
  DOUBLE_QUOTE_SECRET: 'canary"double"quote"0',
  BACKSLASH_SECRET: "canary\\n\\t\\0back\\slash",
  BACKTICK_SECRET: "canary`id`$(id)0backtick",
  BASE64_SECRET: "Y2FuYXJ5MGJhc2U2NA+/Y2FuYXJ5MGJhc2U2NA==",
  JWT_TOKEN: "eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOiJ0cnVlIn0.Y2FuYXJ5c2lnbmF0dXJl",
  URL_PASSWORD: "postgres://user:canary0urlpass@localhost:5432/db",
  ENCODED_SECRET: "canary%2Fpercent%3Dencoded%00",
  JSON_SECRET: '{"canary":"json value","n":1}',
  SPACE_SECRET: " canary with spaces 0 ",
  HASH_SECRET: "canary#hash #comment0",
  UNICODE_SECRET: "canäry–ünïcode–0–密码",
  EMOJI_SECRET: "canary🔑emoji🔑0",
  DASH_SECRET: "--canary-dash=0",
  MARKUP_SECRET: "<b>canary&amp;markup</b>",
  GLOB_SECRET: "canary*?[a-z]{1,2}~0",
  LONG_API_KEY: `canary0long${"x1Y2".repeat(600)}`,
  PEM_PRIVATE_KEY: `-----BEGIN PRIVATE KEY-----\n${PEM_LINES.join("\n")}\n-----END PRIVATE KEY-----`,
};

/** The forms in which a secret could show: as it is, in base64, in a URL, in JSON; of several lines, each long one. */
export function formsOf(secret: string): readonly string[] {
  const lines = secret.split("\n").filter((line) => line.length >= 12 && !line.startsWith("-----"));
  return [secret, ...lines].flatMap((text) => [
    text,
    Buffer.from(text).toString("base64"),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ]);
}

/** Which of these secrets stand in a text, by name. */
export const secretsIn = (text: string, secrets: ReadonlyMap<string, string>): readonly string[] =>
  [...secrets].filter(([, secret]) => formsOf(secret).some((form) => text.includes(form))).map(([name]) => name);
