import { connect, type Socket } from "node:net";
import type { LoginPatience, ServerAddress } from "../domain/server-logins.ts";

/** More than any answer that is waited for. */
const MOST_BYTES = 256 * 1024;

/** A connection that is read in pieces of known length. */
export class ByteStream {
  #socket: Socket;
  #bytes = Buffer.alloc(0);
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  readonly #fail = (error: Error): void => {
    this.#failure ??= error;
    this.#wake();
  };
  readonly #closed = (): void => this.#fail(new Error("it closed the connection"));
  readonly #gather = (chunk: Buffer): void => {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#bytes.length > MOST_BYTES) this.#socket.destroy(new Error("its answer is too long"));
    this.#wake();
  };

  #listen(): void {
    this.#socket.on("data", this.#gather).on("error", this.#fail).on("close", this.#closed);
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** The next bytes, once they are all there. */
  async read(length: number): Promise<Buffer> {
    return this.#take(() => length);
  }

  /** The next line, without its end (CR LF). */
  async line(): Promise<string> {
    const whole = await this.#take((bytes) => bytes.indexOf("\r\n") + 2 || undefined, 1);
    return whole.subarray(0, -2).toString("utf8");
  }

  async #take(lengthIn: (bytes: Buffer) => number | undefined, least = 0): Promise<Buffer> {
    for (;;) {
      const length = lengthIn(this.#bytes);
      if (length !== undefined && length > least && this.#bytes.length >= length) {
        const taken = this.#bytes.subarray(0, length);
        this.#bytes = this.#bytes.subarray(length);
        return taken;
      }
      if (length === 0) return Buffer.alloc(0);
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Goes on in TLS; answers whether the certificate is trusted here. Nothing may have been read ahead. */
  async secure(host: string): Promise<boolean> {
    if (this.#bytes.length > 0) throw new Error("it spoke before it was asked");
    const { connect: connectTls } = await import("node:tls");
    const plain = this.#socket;
    plain.off("data", this.#gather).off("close", this.#closed);
    // What is not trusted is told, and decided upon before a password is sent.
    const secured = connectTls({
      socket: plain,
      servername: isName(host) ? host : "",
      host,
      rejectUnauthorized: false,
    });
    await new Promise<void>((resolve, reject) => secured.once("secureConnect", resolve).once("error", reject));
    secured.removeAllListeners("error");
    this.#socket = secured;
    this.#listen();
    return secured.authorized;
  }

  end(): void {
    this.#socket.destroy();
  }
}

const isName = (host: string): boolean => !/^[\d.]+$|:/.test(host);

/** Connects, lets something be done, and leaves, all within the deadline. Throws what kept it from being done. */
export async function overStream<T>(
  { host, port }: Pick<ServerAddress, "host" | "port">,
  { deadlineMs, signal }: LoginPatience,
  act: (stream: ByteStream) => Promise<T>,
): Promise<T> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const socket = connect({ host, port });
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      socket.destroy();
      reject(signal.aborted ? signal.reason : new Error(`no answer within ${deadlineMs} ms`));
    };
    ending.addEventListener("abort", stop, { once: true });
  });
  const doing = (async () => {
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    socket.removeAllListeners("error");
    return act(new ByteStream(socket));
  })();
  try {
    return await Promise.race([doing, stopped]);
  } finally {
    ending.removeEventListener("abort", stop);
    stopped.catch(() => undefined);
    doing.catch(() => undefined);
    socket.on("error", () => undefined).destroy();
  }
}
