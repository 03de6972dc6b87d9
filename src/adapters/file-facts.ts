import type { Stats } from "node:fs";
import type { FileFacts } from "../domain/world.ts";

/** Node's facts of a file in our words. */
export const factsOf = (facts: Stats): FileFacts => ({
  kind: kindOf(facts),
  mode: facts.mode & 0o7777,
  uid: facts.uid,
  size: facts.size,
  modifiedMs: facts.mtimeMs,
  device: facts.dev,
  links: facts.nlink,
});

function kindOf(facts: Stats): FileFacts["kind"] {
  if (facts.isFile()) return "file";
  if (facts.isDirectory()) return "directory";
  if (facts.isSymbolicLink()) return "symlink";
  if (facts.isFIFO()) return "fifo";
  return facts.isSocket() ? "socket" : "device";
}
