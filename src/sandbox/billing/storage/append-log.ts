import { constants } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** A line that waits to be on the disk. */
interface Waiting {
  readonly line: string;
  undo(): void;
  kept(): void;
  lost(error: unknown): void;
}

/** What a log is opened with. */
export interface LogOptions {
  readonly path: string;
  /** Told each whole line that is there already, in order. */
  found(line: string): void;
  /** Called when everything is on the disk; nothing is written while it runs. */
  settled?(): Promise<void>;
}

const NEWLINE = 10;

/**
 * A file that only grows, 0600. Lines of callers at the same time share one write and one fsync. A line is kept when its
 * promise resolves, whatever ends the process then; one that cannot be kept is cut off again and its change undone.
 */
export class AppendLog {
  #file: FileHandle;
  #size: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  readonly #settled: (() => Promise<void>) | undefined;

  private constructor(file: FileHandle, size: number, settled: (() => Promise<void>) | undefined) {
    this.#file = file;
    this.#size = size;
    this.#settled = settled;
  }

  /** Opens or makes the file; a last line that a crash cut short was never promised to anybody and is taken off. */
  static async open({ path, found, settled }: LogOptions): Promise<AppendLog> {
    const file = await openFile(path);
    const bytes = await file.readFile();
    const size = bytes.lastIndexOf(NEWLINE) + 1;
    if (size < bytes.length) await file.truncate(size);
    for (let from = 0; from < size; ) {
      const end = bytes.indexOf(NEWLINE, from);
      found(bytes.toString("utf8", from, end));
      from = end + 1;
    }
    return new AppendLog(file, size, settled);
  }

  /** Bytes that are on the disk. */
  get size(): number {
    return this.#size;
  }

  /** True while no line waits. */
  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when the line is on the disk; rejects after `undo` when it cannot be. */
  append(line: string, undo: () => void): Promise<void> {
    return new Promise((kept, lost) => {
      this.#waiting.push({ line, undo, kept, lost });
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Resolves when no write is under way. */
  async flushed(): Promise<void> {
    await this.#writing;
  }

  /** Goes on in another, empty file; for `settled` alone. */
  async moveTo(file: FileHandle): Promise<void> {
    const old = this.#file;
    this.#file = file;
    this.#size = 0;
    await old.close().catch(() => {});
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    // Lines that arrive in the same turn of the event loop go into one write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#keep(batch).then(
        () => batch.forEach(({ kept }) => void kept()),
        (error: unknown) => this.#lose(batch, error),
      );
      if (this.isIdle) await this.#settled?.();
    }
  }

  async #keep(batch: readonly Waiting[]): Promise<void> {
    const bytes = Buffer.from(batch.map(({ line }) => `${line}\n`).join(""));
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#size + done);
      done += bytesWritten;
    }
    await this.#file.datasync();
    this.#size += bytes.length;
  }

  /** Later changes stand on the lost ones, so they are undone with them, the newest first. */
  async #lose(batch: readonly Waiting[], error: unknown): Promise<void> {
    const lost = [...batch, ...this.#waiting];
    this.#waiting = [];
    for (const { undo } of lost.toReversed()) undo();
    await this.#file.truncate(this.#size).catch(() => {});
    for (const waiting of lost) waiting.lost(error);
  }
}

async function openFile(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
}

/** A file for a log to go on in. */
export async function openEmpty(path: string): Promise<FileHandle> {
  const file = await openFile(path);
  await file.truncate(0);
  return file;
}
