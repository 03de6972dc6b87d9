import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  Scalar,
  stringify,
  type YAMLSeq,
} from "yaml";
import { AvbError } from "../domain/errors/avb-error.ts";
import { printable } from "../domain/printable.ts";
import { checkTree, YAML_LIMITS } from "../domain/yaml-check.ts";
import type { InspectedYaml } from "../domain/yaml-document.ts";
import { documentOf } from "../domain/yaml-places.ts";
import type { Position, YamlEntry, YamlNode } from "../domain/yaml-tree.ts";

/** Reads one YAML 1.2 document as plain data; a sound structure comes along with the problems of its values. Never throws. */
export function inspectYaml(text: string, file: string): InspectedYaml {
  if (text.length > YAML_LIMITS.bytes) return { problems: [tooLarge(file, `${YAML_LIMITS.bytes} characters`)] };
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const [document, second] = compose(text, file, lines);
    const problems = [...syntaxProblems(document, file, at)];
    if (second !== undefined)
      problems.push(AvbError.of("YAML_SECOND_DOCUMENT", {}, { place: { file, ...at(second.range[0]) } }));
    const tree = document?.contents ? build(document.contents, { at, anchors: new Map() }) : undefined;
    const { sound, found } = tree === undefined ? { sound: true, found: [] } : checkTree(tree, file);
    const all = [...problems, ...found];
    return sound && problems.length === 0 ? { problems: all, document: documentOf(tree, file) } : { problems: all };
  } catch (error) {
    if (error instanceof AvbError) return { problems: [error] };
    throw error;
  }
}

/** Block style, two spaces, no folding, no anchors; what YAML 1.1 would read as something else is quoted. */
export const stringifyYaml = (value: unknown): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: false, compat: "yaml-1.1" });

function compose(text: string, file: string, lines: LineCounter): readonly Document.Parsed<ParsedNode>[] {
  const options = { version: "1.2", schema: "core", merge: true, strict: true, stringKeys: true } as const;
  const composer = new Composer({
    ...options,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const documents: Document.Parsed<ParsedNode>[] = [];
  for (const document of composer.compose(boundedTokens(text, file, lines), true, text.length))
    if (documents.push(document) === 2) break;
  return documents;
}

/** The parser's tokens; a hostile text is refused before it makes the parser deep or slow (its work grows faster than the text). */
function* boundedTokens(text: string, file: string, lines: LineCounter) {
  const lexemes: string[] = [];
  for (const lexeme of new Lexer().lex(text))
    if (lexemes.push(lexeme) > YAML_LIMITS.tokens) throw tooLarge(file, `${YAML_LIMITS.nodes} values`);
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of lexemes) {
    yield* parser.next(lexeme);
    if (parser.stack.length > YAML_LIMITS.stack) throw tooLarge(file, `${YAML_LIMITS.depth} levels`);
  }
  yield* parser.end();
}

function syntaxProblems(
  document: Document.Parsed<ParsedNode> | undefined,
  file: string,
  at: (offset: number) => Position,
): readonly AvbError[] {
  const found = [...(document?.errors ?? []), ...(document?.warnings ?? [])].slice(0, YAML_LIMITS.problems);
  const problems = found.map(({ message, pos }) =>
    AvbError.of("YAML_SYNTAX", { what: printable(message, 200) }, { place: { file, ...at(pos[0]) } }),
  );
  const { explicit, version } = document?.directives?.yaml ?? {};
  if (explicit === true && version !== "1.2")
    problems.push(
      AvbError.of(
        "YAML_SYNTAX",
        { what: `it asks for YAML ${version}, and 1.2 is read` },
        { place: { file, line: 1, column: 1 } },
      ),
    );
  return problems;
}

/** What building needs to know: where offsets are, and the node that each anchor last stood on. */
interface Building {
  readonly at: (offset: number) => Position;
  readonly anchors: Map<string, YamlNode>;
}

/** Turns the library's node into ours; an alias means the anchor last met, as YAML has it. */
function build(node: Node, building: Building): YamlNode {
  const where = building.at(node.range?.[0] ?? 0);
  if (isAlias(node)) return { kind: "alias", name: node.source, target: building.anchors.get(node.source), ...where };
  if (isScalar(node)) {
    const plain = node.type === Scalar.PLAIN ? { plain: node.source ?? "" } : {};
    return anchored(node, { kind: "scalar", value: node.value, ...plain, ...where }, building);
  }
  return isSeq<Node>(node) ? buildList(node, where, building) : buildMap(node, where, building);
}

// A collection is known by its anchor before its parts are built: an alias among them is then a cycle that can be named.
function buildList(node: YAMLSeq<Node>, where: Position, building: Building): YamlNode {
  const items: YamlNode[] = [];
  const list = anchored(node, { kind: "list", items, ...where }, building);
  for (const item of node.items) items.push(build(item, building));
  return list;
}

function buildMap(node: Node, where: Position, building: Building): YamlNode {
  const entries: YamlEntry[] = [];
  const map = anchored(node, { kind: "map", entries, ...where }, building);
  if (!isMap<Node, Node | null>(node)) return map;
  for (const { key, value } of node.items) {
    const at = building.at(key.range?.[0] ?? 0);
    build(key, building);
    const written = isScalar(key) ? key : new Scalar("");
    const merge = written.value === "<<" && written.type === Scalar.PLAIN;
    const built: YamlNode = value === null ? { kind: "scalar", value: null, ...at } : build(value, building);
    entries.push({ key: String(written.value), at, merge, value: built });
  }
  return map;
}

function anchored(node: Node, built: YamlNode, { anchors }: Building): YamlNode {
  if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, built);
  return built;
}

const tooLarge = (file: string, limit: string): AvbError =>
  AvbError.of("YAML_TOO_LARGE", { limit }, { place: { file, line: 1, column: 1 } });
