import type { Place } from "./errors/avb-error.ts";
import { printableAscii } from "./printable.ts";
import { formatKeyPath, type KeyPath, type YamlDocument } from "./yaml-document.ts";
import { dataOf, entryOfKey, type Position, resolved, type YamlEntry, type YamlNode } from "./yaml-tree.ts";

/** A checked tree as a document: its data, and where each part of it stands. */
export function documentOf(tree: YamlNode | undefined, file: string): YamlDocument {
  const placed = (path: KeyPath, { line, column }: Position): Place => {
    const keyPath = printableAscii(formatKeyPath(path), LONGEST_PATH);
    return { file, line, column, ...(keyPath === "" ? {} : { keyPath }) };
  };
  return {
    value: dataOf(tree),
    placeOf: (path) => placed(path, nearest(tree, path).value),
    placeOfKey: (path) => {
      const { value, entry } = nearest(tree, path);
      return placed(path, entry?.at ?? value);
    },
  };
}

const LONGEST_PATH = 300;

const TOP: YamlNode = { kind: "scalar", value: null, line: 1, column: 1 };

/** Follows the path as far as it is written. */
function nearest(tree: YamlNode | undefined, path: KeyPath): { value: YamlNode; entry?: YamlEntry } {
  let found: { value: YamlNode; entry?: YamlEntry } = { value: tree ?? TOP };
  for (const part of path) {
    const next = step(found.value, part);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

function step(node: YamlNode, part: string | number): { value: YamlNode; entry?: YamlEntry } | undefined {
  const real = resolved(node);
  if (real?.kind === "list" && typeof part === "number") {
    const item = real.items[part];
    return item === undefined ? undefined : { value: item };
  }
  const entry = real?.kind === "map" ? entryOfKey(real, String(part)) : undefined;
  return entry === undefined ? undefined : { value: entry.value, entry };
}
