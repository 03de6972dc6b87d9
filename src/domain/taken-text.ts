/**
 * The text of bytes that hold a secret; the bytes are zeroed, so that only the text is left of it. TypeError for what is not
 * UTF-8, where `fatal` says so.
 */
export function takenText(bytes: Uint8Array, options: ConstructorParameters<typeof TextDecoder>[1] = {}): string {
  try {
    return new TextDecoder("utf-8", options).decode(bytes);
  } finally {
    bytes.fill(0);
  }
}
