import type { FileHandle } from "node:fs/promises";
import { openLog, readLines } from "./log-file.ts";

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
  /** Told each whole line that is there already, in order, and its number from 1. What it throws, opening rejects with. */
  found(line: string, number: number): void;
  /** Called when everything is on the disk; nothing is written while it runs. */
  settled?(): Promise<void>;
}

/**
 * A file that only grows, 0600. Lines of callers at the same time share one write and one fsync. A line is kept when its
 * promise resolves, whatever ends the process then; one that cannot be kept is cut off again and its change undone.
 */
export class AppendLog {
  #file: FileHandle;
  #size: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  /** There may be bytes behind the last line: of a batch that was lost and could not be cut off. */
  #isTorn = false;
  readonly #settled: (() => Promise<void>) | undefined;

  private constructor(file: FileHandle, size: number, settled: (() => Promise<void>) | undefined) {
    this.#file = file;
    this.#size = size;
    this.#settled = settled;
  }

  /** Opens or makes the file; a last line that a crash cut short was never promised to anybody and is taken off. */
  static async open({ path, found, settled }: LogOptions): Promise<AppendLog> {
    const file = await openLog(path);
    try {
      return new AppendLog(file, await readLines(file, found), settled);
    } catch (error) {
      await file.close();
      throw error;
    }
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
    this.#isTorn = false;
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
    await this.#cut();
    const bytes = Buffer.from(batch.map(({ line }) => `${line}\n`).join(""));
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#size + done);
      done += bytesWritten;
    }
    await this.#file.datasync();
    this.#size += bytes.length;
  }

  /** A shorter batch over the rest of a longer one would leave half a line behind, so nothing is written before it is off. */
  async #cut(): Promise<void> {
    if (!this.#isTorn) return;
    await this.#file.truncate(this.#size);
    this.#isTorn = false;
  }

  /** Later changes stand on the lost ones, so they are undone with them, the newest first. */
  async #lose(batch: readonly Waiting[], error: unknown): Promise<void> {
    const lost = [...batch, ...this.#waiting];
    this.#waiting = [];
    for (const { undo } of lost.toReversed()) undo();
    this.#isTorn = true;
    await this.#cut().catch(() => {});
    for (const waiting of lost) waiting.lost(error);
  }
}
