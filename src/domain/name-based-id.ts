/** A UUID of version 8 (RFC 9562: made by a rule of one's own) from a digest in hex. */
export const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");

/**
 * The id by which the mock of Lago keeps what has a name of its own: the same on every machine and after every reset, so
 * that an application which never asks the API can still know it. `kind` is a table's name, `name` what Lago finds it by.
 */
export const billingId = (sha256: (text: string) => string, kind: string, name: string): string =>
  asUuid(sha256(`avb:lago:${kind}:${name}`));

/** The name of a customer's nth invoice, counted from 1, for its id. */
export const invoiceName = (customer: string, nth: number): string => `${customer}:${nth}`;

/** What the numbers of the mock's documents begin with. */
export const DOCUMENT_PREFIX = "AVB-SANDBOX";

const three = (count: number): string => String(count).padStart(3, "0");

/** What a customer's documents are numbered by: its place among all that were ever made, counted from 1. */
export const customerSlug = (prefix: string, place: number): string => `${prefix}-${three(place)}`;

/** The number of a customer's nth invoice, counted from 1. */
export const invoiceNumber = (slug: string, nth: number): string => `${slug}-${three(nth)}`;
