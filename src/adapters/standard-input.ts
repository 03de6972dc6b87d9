import { AvbError } from "../domain/errors/avb-error.ts";
import type { StandardInput } from "../domain/standard-input.ts";

/** The process's own standard input. */
export const standardInput: StandardInput = {
  async read(maxBytes) {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of process.stdin) {
      parts.push(part);
      length += part.length;
      if (length > maxBytes) throw AvbError.of("CONFIG_FILE_TOO_LARGE", { path: "stdin", limit: `${maxBytes} bytes` });
    }
    const whole = Buffer.concat(parts);
    for (const part of parts) part.fill(0);
    return whole;
  },
};
