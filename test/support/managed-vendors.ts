import { chars, goodFor } from "./credential-samples.ts";
import { jiraAnswer } from "./managed-jira.ts";
import { answerOf } from "./managed-routes.ts";

/** A key that a played vendor knows. */
export interface PlayedKey {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** OpenAI: the service account that owns it. */
  readonly account?: string;
  readonly scopes?: readonly string[];
  lastUsedAtS?: number;
}

/** What was answered: a status and a JSON. */
export type Played = readonly [number, object];

/** Vendors as their API references describe them: they make keys, list them, take them, and revoke them. */
export interface ManagedVendors {
  readonly keys: Map<string, PlayedKey>;
  /** Service accounts of OpenAI by id, with their names. */
  readonly accounts: Map<string, string>;
  readonly asked: string[];
  /** Answers instead of the vendor, once. */
  instead?: (line: string) => Played | undefined;
  answer(method: string, path: string, sent: { headers: Readonly<Record<string, unknown>>; body: string }): Played;
  add(vendor: "openai" | "sendgrid" | "anthropic", name: string): PlayedKey;
}

/** New vendors without a key. */
export function managedVendors(): ManagedVendors {
  const all: ManagedVendors = {
    ...{ keys: new Map(), accounts: new Map(), asked: [] },
    answer(method, path, sent) {
      const line = `${method} ${path}`;
      all.asked.push(line);
      const other = all.instead?.(line);
      if (other !== undefined) return other;
      return jiraAnswer(all, line, sent) ?? answerOf(all, line, sent);
    },
    add(vendor, name) {
      const value = goodFor(`${vendor}-key`);
      const account = vendor === "openai" ? { account: `svc_${chars(12, "abc123")}` } : {};
      const id = vendor === "sendgrid" ? (value.split(".")[1] ?? "") : `key_${chars(8, "abc123")}`;
      const key = { ...{ id, name, value }, ...account };
      all.keys.set(id, key);
      if (account.account !== undefined) all.accounts.set(account.account, name);
      return key;
    },
  };
  return all;
}
