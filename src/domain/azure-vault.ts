import { isLoopbackUrl } from "./loopback.ts";

const NAME = /^[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]$/;
/** The clouds' domains (Key Vault documentation, "Vault name and object name"): nobody else's server gets a login. */
const VAULT =
  /^https:\/\/[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)\/?$/;

/** The address of a vault by its address or its name; undefined for what is neither. */
export function vaultUrlOf(text: string): string | undefined {
  if (NAME.test(text)) return `https://${text.toLowerCase()}.vault.azure.net`;
  return VAULT.test(text) || isLoopbackUrl(text) ? text.replace(/\/$/, "").toLowerCase() : undefined;
}
