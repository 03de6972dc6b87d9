const NAME = /^[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]$/;
/** The clouds' domains (Key Vault documentation, "Vault name and object name"): nobody else's server gets a login. */
const VAULT =
  /^https:\/\/[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)\/?$/;
const LOOPBACK = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\/?$/;

/** True for a server of this machine. */
export const isLoopbackUrl = (url: string): boolean => LOOPBACK.test(url);

/** The address of a vault by its address or its name; undefined for what is neither. */
export function vaultUrlOf(text: string): string | undefined {
  if (NAME.test(text)) return `https://${text.toLowerCase()}.vault.azure.net`;
  return VAULT.test(text) || LOOPBACK.test(text) ? text.replace(/\/$/, "").toLowerCase() : undefined;
}
