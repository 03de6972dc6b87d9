import type { CredentialStore } from "../../src/domain/credential-store.ts";
import { PEM } from "./credential-samples.ts";
import { put, texts } from "./credential-store.ts";
import { STORE_BEHAVIOURS } from "./store-behaviours.ts";
import { everywhere, WRITTEN_STORES, type WrittenStore } from "./store-verdicts.ts";

/** What every store must do, and what each does. */
export interface StoreCase {
  readonly title: string;
  readonly verdicts: Readonly<Record<WrittenStore, string>>;
  /** Opens the same store anew as often as it wants, and gives the verdict. */
  run(open: () => Promise<CredentialStore>): Promise<string>;
}

/** The bytes that a secret of Azure holds. */
const AZURE_BYTES = 25_600;

/** Texts that every store must give back as they are. */
export const VALUES: Readonly<Record<string, string>> = {
  "one letter": "x",
  "a space within": "two words",
  "spaces around": "  padded  ",
  "a tab": "a\tb",
  "a trailing newline": "ends with one\n",
  "two trailing newlines": "ends with two\n\n",
  "a leading newline": "\nbegins with one",
  "Windows line ends": "one\r\ntwo\r\n",
  "a PEM key, PKCS#1": PEM.pkcs1,
  "a PEM key, PKCS#8": PEM.pkcs8,
  "a PEM key in one line": PEM.pkcs1.replaceAll("\n", "\\n"),
  "a dollar": "a$HOME$b",
  "a dollar with braces": `\${NOT_A_VARIABLE}`,
  "single quotes": "it's 'quoted'",
  "double quotes": '"quoted" "twice"',
  "a backtick": "`id`",
  "a command": "$(id)",
  "a backslash": "C:\\new\\table",
  "two backslashes": "a\\\\b",
  "a backslash and n": "one\\ntwo",
  "a hash": "before # after",
  "an equals sign": "NAME=value=more",
  "a semicolon": "one; two & three | four",
  "a percent sign": "100%s %20",
  "angle brackets": "<script>alert(1)</script>",
  "a JSON object": '{"inner":"value","n":1}',
  "a JSON array": "[1,2,3]",
  "the word null": "null",
  "the word true": "true",
  "digits alone": "0123456789",
  "a number with an exponent": "1e308",
  "a YAML tag": "!!binary aGk=",
  "a colon and space": "key: value",
  "a dash": "- item",
  "a URL with a password": "postgresql://u:p%40ss@db:5432/app?sslmode=require",
  umlauts: "Grüße",
  Greek: "κωδικός",
  Chinese: "密码",
  "right to left": "סיסמה",
  "an emoji": "🔑",
  "an emoji of several code points": "👩‍💻",
  "a combining accent": "e\u0301",
  "the same accent composed": "\u00e9",
  "a no-break space": "a\u00a0b",
  "a zero-width space": "a\u200bb",
  "a byte order mark": "\ufeffvalue",
  "the line separator": "a\u2028b",
  "the last code point": "\u{10ffff}",
  "a control character": "a\u0001b",
  "an escape sequence": "\u001b[31mred",
  "a NUL": "a\u0000b",
  "a delete character": "a\u007fb",
  "base64 with padding": "aGVsbG8gd29ybGQ=",
  "10 000 characters": "k".repeat(10_000),
  "25 000 bytes": "k".repeat(25_000),
  "30 000 bytes": "k".repeat(30_000),
  "20 000 characters of three bytes": "密".repeat(20_000),
};

const values = Object.entries(VALUES).map(
  ([title, text]): StoreCase => ({
    title,
    verdicts: {
      ...everywhere("equal"),
      ...(Buffer.byteLength(text) > AZURE_BYTES && { azure: "refused: STORE_VALUE_TOO_LARGE" }),
    },
    run: async (open) => {
      const [result] = await put(await open(), "database", { password: text });
      if (result?.error !== undefined) return `refused: ${result.error.code}`;
      const found = await texts(await open(), "database");
      return found?.password === text && Object.keys(found).length === 1 ? "equal" : "changed";
    },
  }),
);

/** The contract of a store, case by case. */
export const STORE_CASES: readonly StoreCase[] = [...values, ...STORE_BEHAVIOURS];

/** The matrix as the page has it. */
export function storeMatrix(): string {
  const stores = Object.keys(WRITTEN_STORES) as readonly WrittenStore[];
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["Case", ...Object.values(WRITTEN_STORES)]),
    row(["---", ...stores.map(() => "---")]),
    ...STORE_CASES.map(({ title, verdicts }) => row([title, ...stores.map((store) => verdicts[store])])),
  ].join("\n");
}
