import type { Readable } from "node:stream";

const LINE_BREAK = 10;

/** Reads a stream by lines and by counts of bytes, as a protocol has them. */
export class ByteReader {
  readonly #parts: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#parts = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The next line without its end; undefined where the stream has ended. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf(LINE_BREAK);
      if (end >= 0) return this.#take(end + 1).toString("utf8", 0, end);
      if (!(await this.#more())) return undefined;
    }
  }

  /** So many bytes, or what was left of the stream. */
  async bytes(count: number): Promise<Buffer> {
    const parts = [this.#held];
    for (let have = this.#held.length; have < count; ) {
      const { done, value } = await this.#parts.next();
      if (done) break;
      parts.push(value);
      have += value.length;
    }
    this.#held = parts.length === 1 ? this.#held : Buffer.concat(parts);
    return this.#take(count);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#parts.next();
    if (done) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }

  #take(count: number): Buffer {
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }
}
