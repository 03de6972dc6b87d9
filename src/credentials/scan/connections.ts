import type { ScanHit } from "../../domain/secret-scan.ts";
import { isExample } from "./examples.ts";

/** An address of a database or a queue with a user's password in it; the password alone is the value. */
const ADDRESS =
  /(?:(?<![A-Za-z0-9+])|(?<=\\[nrt]))(?:jdbc:)?(postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|clickhouse|mssql|sqlserver|https?|ftps?|sftp|smtps?|ldaps?)(?:\+[a-z]+)?:\\?\/\\?\/([^\s:/@"'<>`]{0,100}):([^\s/@"'<>`]{4,200})@(\[[0-9a-fA-F:]+\]|[^\s:/?#"'<>`\\,;)]{1,253})/gi;

/** What fills a password in later. */
const FILLED_IN = /[${}()]|%(?![0-9A-Fa-f]{2})|\*\*/;
/** Passwords that documentation and compose files of development have. */
const WORDS =
  /^(?:pass(?:word|wd)?\d{0,4}|passw0rd|pwd|secret|root|admin|user(?:name)?|guest|dev(?:elopment)?|local|postgres|mysql|redis|mongo|rabbitmq|s3cr3t|p4ssw0rd|hunter2|1234\w{0,4}|(?:my|some)-?(?:secret|password|pass)\w*)$/i;
const NOWHERE =
  /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|host(?:name)?$)|(?:^|\.)example\.|\.(?:test|invalid|example)$/i;
const WEB = /^(?:https?|s?ftps?|smtps?|ldaps?)$/i;
const MIXED = /^(?=.*\d)(?=.*[A-Za-z]).{8,}$/;
const DRAWN = /^(?=.*\d)(?=.*[A-Za-z]).{16,}$/;

/** The credentials that such addresses belong to, by scheme. */
const OWNERS: Readonly<Record<string, string>> = {
  ...{ postgres: "database", postgresql: "database" },
  ...{ redis: "redis", rediss: "redis" },
};

/** Passwords in addresses; those of documentation and of a database on this very machine are none, unless they were drawn. */
export function* connectionHits(text: string): Iterable<ScanHit> {
  for (const match of text.matchAll(ADDRESS)) {
    const [whole, scheme = "", user = "", password = "", host = ""] = match;
    const isWeb = WEB.test(scheme);
    // Addresses of pages are written down with all kinds of words in them.
    if (!isPassword(password, { user, host }) || (isWeb && !MIXED.test(password))) continue;
    const start = match.index + whole.lastIndexOf(`:${password}@${host}`) + 1;
    const credential = OWNERS[scheme.toLowerCase()];
    const rule = isWeb ? "address-password" : "connection-password";
    const hit = { rule, kind: "secret", start, end: start + password.length } as const;
    yield { ...hit, ...(credential === undefined ? {} : { credential }) };
  }
}

function isPassword(password: string, { user, host }: { readonly user: string; readonly host: string }): boolean {
  if (FILLED_IN.test(password) || FILLED_IN.test(host)) return false;
  const plain = password.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (WORDS.test(plain) || plain === user || isExample(plain)) return false;
  return !NOWHERE.test(host) || DRAWN.test(plain);
}
