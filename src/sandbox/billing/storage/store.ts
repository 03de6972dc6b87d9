import { join } from "node:path";
import { isJournalLine, isSnapshot, journalFile, SNAPSHOT_FILE, strangeLine } from "../../../domain/billing-files.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { readJson } from "../../../domain/shape.ts";
import type { Files } from "../../../domain/world.ts";
import { AppendLog } from "./append-log.ts";
import { openEmpty } from "./log-file.ts";
import { type Row, Table, type Write } from "./table.ts";
import { makeTables, type Tables } from "./tables.ts";

/** A journal below this size is never worth rewriting. */
const SMALL_BYTES = 262_144;

const EMPTY = { journal: 0, rows: {} };

/** The billing state of a checkout: tables in memory, each change on the disk before it is answered. */
export class BillingStore {
  readonly tables: Tables;
  readonly #folder: string;
  readonly #files: Files;
  #made: { readonly write: Write; readonly undo: () => void }[] = [];
  #log!: AppendLog;
  #journal = 0;
  #snapshotBytes = 0;

  private constructor(folder: string, files: Files) {
    this.#folder = folder;
    this.#files = files;
    this.tables = makeTables((name) => new Table(name, (write, undo) => void this.#made.push({ write, undo })));
  }

  /** Reads the folder's state; STATE_CORRUPT names a file that cannot be read as such. */
  static async open(folder: string, files: Files): Promise<BillingStore> {
    const store = new BillingStore(folder, files);
    await store.#read();
    return store;
  }

  /**
   * Runs changes that belong together: what throws leaves nothing behind, and what returns is on the disk when the
   * promise resolves. `work` does not wait for anything.
   */
  async transact<T>(work: () => T): Promise<T> {
    const result = this.#try(work);
    const made = this.#made;
    this.#made = [];
    const undo = () => {
      for (const change of made.toReversed()) change.undo();
    };
    if (made.length > 0) await this.#log.append(JSON.stringify(made.map(({ write }) => write)), undo);
    return result;
  }

  async close(): Promise<void> {
    await this.#log.close();
  }

  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      for (const { undo } of this.#made.toReversed()) undo();
      this.#made = [];
      throw error;
    }
  }

  async #read(): Promise<void> {
    const path = join(this.#folder, SNAPSHOT_FILE);
    const text = await this.#files.read(path);
    const snapshot =
      text === undefined ? EMPTY : (readJson(text, isSnapshot) ?? strange(path, "it is not the billing state"));
    for (const [name, rows] of Object.entries(snapshot.rows)) for (const row of rows) this.#load([name, row]);
    this.#journal = snapshot.journal;
    // A crash between the snapshot and the end of its compaction leaves the journal that the snapshot replaced.
    if (this.#journal > 0) await this.#files.remove(this.#journalPath(this.#journal - 1));
    this.#snapshotBytes = text?.length ?? 0;
    const journal = this.#journalPath();
    this.#log = await AppendLog.open({
      path: journal,
      found: (line, number) => {
        for (const write of readJson(line, isJournalLine) ?? strange(journal, strangeLine(number))) this.#load(write);
      },
      settled: () => this.#compact(),
    });
  }

  #load([name, change]: Write): void {
    const table = new Map<string, { load(change: Row | string): void }>(Object.entries(this.tables)).get(name);
    table?.load(change);
  }

  /**
   * Once the journal outweighs the state, the state is written whole, and goes on in a new journal that is open by then.
   * Until the rename the old pair is valid, from then on the new one; where either cannot be written, the old one goes on.
   */
  async #compact(): Promise<void> {
    if (this.#log.size < Math.max(SMALL_BYTES, 4 * this.#snapshotBytes)) return;
    const rows = Object.fromEntries(Object.entries(this.tables).map(([name, table]) => [name, table.all()]));
    const text = JSON.stringify({ journal: this.#journal + 1, rows });
    const old = this.#journalPath();
    try {
      await this.#log.moveTo(await this.#beginJournal(text));
    } catch {
      this.#snapshotBytes = this.#log.size;
      return;
    }
    this.#journal += 1;
    this.#snapshotBytes = text.length;
    await this.#files.remove(old).catch(() => {});
  }

  async #beginJournal(snapshot: string) {
    const fresh = await openEmpty(this.#journalPath(this.#journal + 1));
    try {
      await this.#files.write(join(this.#folder, SNAPSHOT_FILE), snapshot);
      return fresh;
    } catch (error) {
      await fresh.close();
      throw error;
    }
  }

  #journalPath(number = this.#journal): string {
    return join(this.#folder, journalFile(number));
  }
}

function strange(path: string, why: string): never {
  throw AvbError.of("STATE_CORRUPT", { path, why });
}
