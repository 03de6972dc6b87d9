/** A UUID of version 8 (RFC 9562: made by a rule of one's own) from a digest in hex. */
export const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");

/**
 * The id by which the mock of Lago keeps what has a name of its own: the same on every machine and after every reset, so
 * that an application which never asks the API can still know it. `kind` is a table's name, `name` what Lago finds it by.
 */
export const billingId = (sha256: (text: string) => string, kind: string, name: string): string =>
  asUuid(sha256(`avb:lago:${kind}:${name}`));
