import { type AgeKey, AgeRefusal } from "../../../domain/age.ts";
import type { Environment } from "../../../domain/credential.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { isCount, isRecordOf, isWord, readJson } from "../../../domain/shape.ts";
import { existingKey, identityPath, newKey } from "../store-key.ts";
import { keyFolderOf, MOST_BYTES, requireSafe } from "../store-place.ts";
import type { StoreTools } from "../store-tools.ts";
import { documentIn, emptyDocument, type LocalDocument, macOf, textOf } from "./local-document.ts";

/** An opened store and what opens it. */
export interface OpenedFile {
  readonly document: LocalDocument;
  readonly key: AgeKey;
}

/** What was last written to a store, kept beside the key: the file alone cannot show that it is an old one. */
interface Mark {
  readonly revision: number;
  readonly mac: string;
}

const isMark = isRecordOf<Mark>({ revision: isCount, mac: isWord });

/** The file of a checkout's store in one environment. */
export const localPath = ({ checkout, stateRoot, environment }: StoreTools): string =>
  `${stateRoot}/credentials/${checkout.id}/${environment}.age`;

/** What names a store inside its own file, so that another environment's file cannot take its place. */
const nameOf = ({ checkout }: StoreTools, environment: Environment): string => `${checkout.id}/${environment}`;

/** The store of the file; undefined where there is none and none was. STORE_TAMPERED, STORE_OLDER, KEY_* (10) otherwise. */
export async function readLocalFile(tools: StoreTools): Promise<OpenedFile | undefined> {
  const { world } = tools;
  const path = localPath(tools);
  // Read before the file: a writer puts the file in place first, so a mark is never ahead of a file that is whole.
  const mark = await readMark(tools);
  await requireSafe(world, path);
  const file = await world.files.readRegular(path, MOST_BYTES);
  if (file === undefined) {
    if (mark !== undefined) throw older(tools, mark, "is gone");
    return undefined;
  }
  const opened = await open(tools, new TextDecoder().decode(file.bytes));
  checkMark(tools, opened, mark);
  return opened;
}

/** Writes the next revision; a store that is not there yet gets its key here. */
export async function writeLocalFile(
  tools: StoreTools,
  before: OpenedFile | undefined,
  entries: LocalDocument["entries"],
): Promise<OpenedFile> {
  const { world, environment } = tools;
  const path = localPath(tools);
  const key = before?.key ?? (await newKey(keyTools(tools), tools.withPassphrase ? "passphrase" : "identity"));
  const { revision } = before?.document ?? emptyDocument("");
  const document = { ...emptyDocument(nameOf(tools, environment)), revision: revision + 1, entries };
  await requireSafe(world, path);
  await world.files.write(path, await world.age.seal(textOf(world, document, key.text), key));
  await writeMark(tools, { document, key });
  return { document, key };
}

/** Takes the file as it is for the newest one, because a person says so. */
export async function acceptLocalFile(tools: StoreTools): Promise<number | undefined> {
  const { world } = tools;
  const path = localPath(tools);
  await requireSafe(world, path);
  const file = await world.files.readRegular(path, MOST_BYTES);
  if (file === undefined) {
    await world.files.remove(markPath(tools));
    return undefined;
  }
  const opened = await open(tools, new TextDecoder().decode(file.bytes));
  await writeMark(tools, opened);
  return opened.document.revision;
}

async function open(tools: StoreTools, sealed: string): Promise<OpenedFile> {
  const { world, environment } = tools;
  const path = localPath(tools);
  const lock = await world.age.lockOf(sealed);
  if (lock === undefined) throw tampered(path, "it is not in the age format");
  const key = await existingKey(keyTools(tools), lock);
  const text = await world.age.open(sealed, key).catch((cause: unknown) => {
    if (!(cause instanceof AgeRefusal)) throw cause;
    throw cause.why === "key" ? wrongKey(tools, lock, cause) : tampered(path, "it does not open whole", cause);
  });
  const document = documentIn(world, text, key.text);
  if ("why" in document) throw tampered(path, document.why);
  if (document.store !== nameOf(tools, environment)) throw tampered(path, `it is the store of ${document.store}`);
  return { document, key };
}

function checkMark(tools: StoreTools, { document, key }: OpenedFile, mark: Mark | undefined): void {
  if (mark === undefined || document.revision > mark.revision) return;
  if (document.revision < mark.revision) throw older(tools, mark, `is revision ${document.revision}`);
  if (macOf(tools.world, document, key.text) !== mark.mac)
    throw tampered(localPath(tools), "another document has its revision");
}

const keyTools = (tools: StoreTools) => ({
  world: tools.world,
  store: `the local store (${tools.environment})`,
  folder: localPath(tools).replace(/\/[^/]*$/, ""),
  ...(tools.ask && { ask: tools.ask }),
});

const markPath = (tools: StoreTools): string =>
  `${keyFolderOf(tools.world.host)}/seen/${tools.world.hash.sha256(localPath(tools)).slice(0, 16)}.json`;

async function readMark(tools: StoreTools): Promise<Mark | undefined> {
  const path = markPath(tools);
  const text = await tools.world.files.read(path);
  if (text === undefined) return undefined;
  const mark = readJson(text, isMark);
  if (mark === undefined) throw tampered(path, "it is not the mark that avb wrote");
  return mark;
}

const writeMark = (tools: StoreTools, { document, key }: OpenedFile): Promise<void> => {
  const mark: Mark = { revision: document.revision, mac: macOf(tools.world, document, key.text) };
  return tools.world.files.write(markPath(tools), `${JSON.stringify(mark)}\n`);
};

const tampered = (path: string, why: string, cause?: unknown) =>
  AvbError.of("STORE_TAMPERED", { path, why }, cause === undefined ? {} : { cause });

const older = (tools: StoreTools, { revision }: Mark, what: string) =>
  AvbError.of("STORE_OLDER", {
    ...{ path: localPath(tools), what, known: String(revision) },
    environment: tools.environment,
  });

function wrongKey(tools: StoreTools, lock: AgeKey["kind"], cause: AgeRefusal): AvbError {
  const store = localPath(tools);
  const path = identityPath(tools.world);
  return lock === "passphrase"
    ? AvbError.of(
        "KEY_WRONG",
        { store, key: "this passphrase", fix: "type the passphrase that it was made with" },
        { cause },
      )
    : AvbError.of(
        "KEY_WRONG",
        { store, key: path, fix: "name the identity that it was made with: AVB_IDENTITY_FILE" },
        { cause },
      );
}
