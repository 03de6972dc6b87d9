import { isLoopbackHost } from "../../domain/loopback.ts";
import type { Stack } from "../../domain/stack.ts";

/** Whether an address is that of a stack's own Vault, as `avb dev exec` gives it to programs. */
export function isOwnVault(address: string, { mode, ports, running }: Stack): boolean {
  const url = urlOf(address);
  if (url === undefined || mode !== "live" || !running.has("vault")) return false;
  return isLoopbackHost(url.hostname) && Number(url.port) === ports.get("vault.http");
}

/** The origin that an address names, or why no token may be sent there. */
export function vaultOrigin(address: string): { readonly origin: string } | { readonly why: string } {
  const url = urlOf(address);
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return { why: "VAULT_ADDR is no address such as https://vault.example.com:8200" };
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname))
    return { why: `VAULT_ADDR ${url.origin} would get the token unencrypted` };
  return { origin: url.origin };
}

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
