/** Chance. */
export interface Random {
  /** A token of `[A-Za-z0-9_-]` with at least that many bits. */
  token(bits: number): string;
  uuid(): string;
  /** From 0 up to, but not including, 1. */
  fraction(): number;
  /** A new RSA key of 2048 bits: the text of its PEM. */
  rsaKey(): Promise<string>;
}
