import { AvbError } from "./errors/avb-error.ts";
import { printableAscii } from "./printable.ts";
import { formatKeyPath, type KeyPath } from "./yaml-document.ts";
import { mergeSources, type NodeOf, type Position, resolved, type YamlEntry, type YamlNode } from "./yaml-tree.ts";

/**
 * How large a document may be once its aliases are written out. A value is a few lexical tokens (itself,
 * colon, space, line end); a level is at most two places on the parser's stack.
 */
export const YAML_LIMITS = {
  bytes: 1 << 20,
  nodes: 100_000,
  depth: 64,
  problems: 20,
  tokens: 500_000,
  stack: 130,
} as const;

/** Everything that keeps a tree from being plain data that means what it says; `sound` when it can be read as data all the same. */
export function checkTree(
  root: YamlNode,
  file: string,
): { readonly sound: boolean; readonly found: readonly AvbError[] } {
  const check: Check = { file, sound: true, problems: [], size: new Map(), open: new Set() };
  const { nodes, depth } = measure(root, [], check);
  if (nodes > YAML_LIMITS.nodes) tooLarge(check, root, `${YAML_LIMITS.nodes} values`);
  else if (depth > YAML_LIMITS.depth) tooLarge(check, root, `${YAML_LIMITS.depth} levels`);
  return { sound: check.sound, found: check.problems };
}

const UNSOUND: ReadonlySet<string> = new Set(["YAML_ALIAS", "YAML_MERGE", "YAML_TOO_LARGE"]);

interface Size {
  readonly nodes: number;
  readonly depth: number;
}

interface Check {
  readonly file: string;
  sound: boolean;
  readonly problems: AvbError[];
  /** What each node comes to with its aliases written out; every node is looked at once. */
  readonly size: Map<YamlNode, Size>;
  /** The nodes we are inside of: an alias to one of them is a cycle. */
  readonly open: Set<YamlNode>;
}

const LEAF: Size = { nodes: 1, depth: 1 };

function measure(node: YamlNode, path: KeyPath, check: Check): Size {
  const known = check.size.get(node);
  if (known !== undefined) return known;
  check.open.add(node);
  const size = measureParts(node, path, check);
  check.open.delete(node);
  check.size.set(node, size);
  return size;
}

function measureParts(node: YamlNode, path: KeyPath, check: Check): Size {
  if (node.kind === "alias") return measureAlias(node, path, check);
  if (node.kind === "scalar") {
    checkScalar(node, path, check);
    return LEAF;
  }
  if (node.kind === "list") return sum(node.items.map((item, index) => measure(item, [...path, index], check)));
  checkKeys(node, path, check);
  return sum(node.entries.map((entry) => measure(entry.value, [...path, entry.key], check)));
}

function measureAlias(node: NodeOf<"alias">, path: KeyPath, check: Check): Size {
  if (node.target !== undefined && !check.open.has(node.target)) return measure(node.target, path, check);
  const why = node.target === undefined ? "names no anchor that stands before it" : "contains itself";
  report(check, AvbError.of("YAML_ALIAS", { name: printableAscii(node.name), why }, place(check, node, path)));
  return LEAF;
}

const sum = (parts: readonly Size[]): Size => ({
  nodes: parts.reduce((total, part) => total + part.nodes, 1),
  depth: parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0) + 1,
});

function checkKeys(map: NodeOf<"map">, path: KeyPath, check: Check): void {
  const first = new Map<string, YamlEntry>();
  for (const entry of map.entries) {
    const at = place(check, entry.at, [...path, entry.key]);
    const before = first.get(entry.key);
    const why = entry.merge ? undefined : refusedKey(entry.key);
    if (why !== undefined) report(check, AvbError.of("YAML_KEY_NAME", { key: printableAscii(entry.key), why }, at));
    if (before !== undefined) {
      const lines = { first: String(before.at.line), second: String(entry.at.line) };
      report(check, AvbError.of("YAML_KEY_TWICE", lines, at));
    }
    first.set(entry.key, before ?? entry);
    if (entry.merge) checkMerge(entry, at, check);
  }
}

function checkMerge(entry: YamlEntry, at: ReturnType<typeof place>, check: Check): void {
  const value = resolved(entry.value);
  const wanted = value?.kind === "list" ? value.items.length : 1;
  if (value === undefined || check.open.has(value) || mergeSources(value).length === wanted) return;
  report(
    check,
    AvbError.of("YAML_MERGE", { got: value.kind === "list" ? "a list of other things" : "a single value" }, at),
  );
}

function refusedKey(key: string): string | undefined {
  if (/[^ -~]/u.test(key)) return "it holds a letter that is not plain ASCII and may only look like one";
  if (key in {}) return "the name has a meaning of its own in JavaScript";
  return undefined;
}

function checkScalar(node: NodeOf<"scalar">, path: KeyPath, check: Check): void {
  const read = node.value;
  if (node.plain === undefined || (typeof read !== "number" && typeof read !== "boolean")) return;
  if (String(read) === node.plain && (typeof read === "boolean" || isExact(read))) return;
  const written = printableAscii(node.plain);
  const quoted = `'${written}' in quotes if it is meant as text`;
  const instead = typeof read === "boolean" || isExact(read) ? `${read}, or ${quoted}` : quoted;
  report(check, AvbError.of("YAML_ALTERED", { written, read: String(read), instead }, place(check, node, path)));
}

const isExact = (read: number): boolean => Number.isFinite(read) && Math.abs(read) <= Number.MAX_SAFE_INTEGER;

function tooLarge(check: Check, at: Position, limit: string): void {
  report(check, AvbError.of("YAML_TOO_LARGE", { limit }, place(check, at, [])));
}

function report(check: Check, problem: AvbError): void {
  if (UNSOUND.has(problem.code)) check.sound = false;
  if (check.problems.length < YAML_LIMITS.problems) check.problems.push(problem);
}

function place({ file }: Check, { line, column }: Position, path: KeyPath) {
  const keyPath = printableAscii(formatKeyPath(path));
  return { place: { file, line, column, ...(keyPath === "" ? {} : { keyPath }) } };
}
