/** Where a node begins; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML node before it becomes data: what was written, and where. */
export type YamlNode = Position &
  (
    | { readonly kind: "map"; readonly entries: readonly YamlEntry[] }
    | { readonly kind: "list"; readonly items: readonly YamlNode[] }
    /** `plain` holds the source of an unquoted scalar. */
    | { readonly kind: "scalar"; readonly value: unknown; readonly plain?: string }
    /** `target` is the node that carried the anchor when the alias was met. */
    | { readonly kind: "alias"; readonly name: string; readonly target: YamlNode | undefined }
  );

/** One key of a map with its value; `merge` marks `<<`. */
export interface YamlEntry {
  readonly key: string;
  readonly at: Position;
  readonly merge: boolean;
  readonly value: YamlNode;
}

/** A node of one kind. */
export type NodeOf<Kind extends YamlNode["kind"]> = Extract<YamlNode, { kind: Kind }>;

/** The node behind aliases; undefined for an unknown anchor. */
export function resolved(node: YamlNode): Exclude<YamlNode, NodeOf<"alias">> | undefined {
  let at: YamlNode | undefined = node;
  while (at?.kind === "alias") at = at.target;
  return at;
}

/** The maps a `<<` entry brings in, the strongest first. */
export function mergeSources(value: YamlNode): readonly NodeOf<"map">[] {
  const node = resolved(value);
  if (node?.kind === "map") return [node];
  if (node?.kind !== "list") return [];
  return node.items.map(resolved).filter((item) => item?.kind === "map");
}

/** The entry that gives a map's key its value: its own, else the first merged one. */
export function entryOfKey(map: NodeOf<"map">, key: string): YamlEntry | undefined {
  const own = map.entries.find((entry) => !entry.merge && entry.key === key);
  if (own !== undefined) return own;
  for (const entry of map.entries.filter(({ merge }) => merge))
    for (const source of mergeSources(entry.value)) {
      const found = entryOfKey(source, key);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Plain data of a tree that was checked: maps without a prototype's surprises, keys in the order written. */
export function dataOf(node: YamlNode | undefined): unknown {
  const real = node === undefined ? undefined : resolved(node);
  if (real === undefined) return undefined;
  if (real.kind === "scalar") return real.value;
  if (real.kind === "list") return real.items.map(dataOf);
  const merged = new Map<string, unknown>();
  collect(real, merged);
  return Object.fromEntries(merged);
}

function collect(map: NodeOf<"map">, into: Map<string, unknown>): void {
  for (const { key, value, merge } of map.entries) if (!merge) into.set(key, dataOf(value));
  const sources = map.entries.filter(({ merge }) => merge).flatMap(({ value }) => mergeSources(value));
  for (const source of sources) {
    const inherited = new Map<string, unknown>();
    collect(source, inherited);
    for (const [key, value] of inherited) if (!into.has(key)) into.set(key, value);
  }
}
