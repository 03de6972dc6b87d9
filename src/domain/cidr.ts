/** An IPv4 range: its first and its last address as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

const BITS = 32;

/** Reads `172.18.0.0/16`; undefined for anything that is no IPv4 range. */
function rangeOf(cidr: string): Range | undefined {
  const [, address = "", length = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  const octets = address.split(".").map(Number);
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || Number(length) > BITS) return undefined;
  const size = 2 ** (BITS - Number(length));
  const within = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = within - (within % size);
  return { first, last: first + size - 1 };
}

/** True where two IPv4 ranges in CIDR form have an address in common. */
export function rangesOverlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}
