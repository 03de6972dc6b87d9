import { redactor } from "../domain/redact.ts";
import type { SandboxLaunch } from "../domain/sandbox-protocol.ts";
import type { IdentityStore } from "./identity-store.ts";

const MOST_REMEMBERED = 500;

/** Takes the server's own secrets, and what looks like one, out of texts; what was masked lately is remembered, since paths repeat. */
export function maskOf(launch: SandboxLaunch, store: IdentityStore): (text: string) => string {
  const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
  let of: readonly unknown[] = [];
  let mask = (text: string) => text;
  const known = new Map<string, string>();
  const renew = (): void => {
    of = [store.users(), store.clients()];
    known.clear();
    mask = redactor(secretsOf(launch, store), base64);
  };
  return (text) => {
    if (of[0] !== store.users() || of[1] !== store.clients() || known.size > MOST_REMEMBERED) renew();
    const masked = known.get(text) ?? mask(text);
    known.set(text, masked);
    return masked;
  };
}

const secretsOf = ({ adminToken, billingKey }: SandboxLaunch, store: IdentityStore): readonly string[] => [
  adminToken,
  billingKey,
  ...store.users().flatMap(({ password }) => password ?? []),
  ...store.clients().flatMap(({ secret }) => secret ?? []),
];
