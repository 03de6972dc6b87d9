import { constants } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

const NEWLINE = 10;

/** Hands on the whole lines; answers their length in bytes. */
export async function readLines(file: FileHandle, found: (line: string, number: number) => void): Promise<number> {
  const bytes = await file.readFile();
  const size = bytes.lastIndexOf(NEWLINE) + 1;
  if (size < bytes.length) await file.truncate(size);
  for (let from = 0, number = 1; from < size; number += 1) {
    const end = bytes.indexOf(NEWLINE, from);
    found(bytes.toString("utf8", from, end), number);
    from = end + 1;
  }
  return size;
}

/** Opens or makes a log, 0600. */
export async function openLog(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
}

/** A file for a log to go on in. */
export async function openEmpty(path: string): Promise<FileHandle> {
  const file = await openLog(path);
  await file.truncate(0);
  return file;
}
