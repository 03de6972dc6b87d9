/** What is piped into avb. */
export interface StandardInput {
  /** Everything up to the end; CONFIG_FILE_TOO_LARGE beyond the limit. */
  read(maxBytes: number): Promise<Uint8Array>;
}
