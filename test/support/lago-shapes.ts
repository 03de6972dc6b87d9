import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

/** What an answer has that the official client's type does not allow; empty when it fits. */
export type Misfits = readonly string[];

const entry = createRequire(import.meta.url).resolve("lago-javascript-client");
const path = join(dirname(entry), "openapi/client.d.ts");
const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);

const declared = new Map<string, ts.TypeNode | ts.InterfaceDeclaration>();
for (const statement of source.statements) {
  if (ts.isInterfaceDeclaration(statement)) declared.set(statement.name.text, statement);
  if (ts.isTypeAliasDeclaration(statement)) declared.set(statement.name.text, statement.type);
}

/** Compares a value with a type of the official client, member by member, however deep. */
export function misfits(value: unknown, typeName: string): Misfits {
  const type = declared.get(typeName);
  if (type === undefined) return [`the client has no type ${typeName}`];
  return check(value, type, typeName);
}

function check(value: unknown, type: ts.TypeNode | ts.InterfaceDeclaration, at: string): Misfits {
  if (ts.isInterfaceDeclaration(type) || ts.isTypeLiteralNode(type)) return checkMembers(value, type.members, at);
  if (ts.isParenthesizedTypeNode(type)) return check(value, type.type, at);
  if (ts.isUnionTypeNode(type)) return checkUnion(value, type, at);
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((part) => check(value, part, at));
  if (ts.isArrayTypeNode(type)) return checkList(value, type.elementType, at);
  if (ts.isTypeReferenceNode(type)) return checkReference(value, type, at);
  if (ts.isLiteralTypeNode(type)) return literal(type) === value ? [] : [`${at} is ${shown(value)}`];
  return checkKeyword(value, type.kind, at);
}

function checkMembers(value: unknown, members: ts.NodeArray<ts.TypeElement>, at: string): Misfits {
  if (typeof value !== "object" || value === null) return [`${at} is ${shown(value)}, not an object`];
  const fields = new Map<string, unknown>(Object.entries(value));
  return members.filter(ts.isPropertySignature).flatMap((member) => {
    const name = member.name.getText(source).replaceAll('"', "");
    if (member.type === undefined) return [];
    const isOptional = member.questionToken !== undefined;
    if (!fields.has(name)) return isOptional ? [] : [`${at}.${name} is missing`];
    // Lago shows an optional value that is not set as null; its description of itself leaves that out.
    if (isOptional && fields.get(name) === null) return [];
    return check(fields.get(name), member.type, `${at}.${name}`);
  });
}

function checkUnion(value: unknown, type: ts.UnionTypeNode, at: string): Misfits {
  const tried = type.types.map((one) => check(value, one, at));
  const closest = tried.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return tried.some((found) => found.length === 0) ? [] : closest;
}

function checkList(value: unknown, element: ts.TypeNode, at: string): Misfits {
  if (!Array.isArray(value)) return [`${at} is ${shown(value)}, not a list`];
  return value.flatMap((one, index) => check(one, element, `${at}[${index}]`));
}

function checkReference(value: unknown, type: ts.TypeReferenceNode, at: string): Misfits {
  const name = type.typeName.getText(source);
  // The generated types of this name have lost the null that they are named for.
  if (name.endsWith("OrNull") && value === null) return [];
  if (name === "Record") return checkKeyword(value, ts.SyntaxKind.ObjectKeyword, at);
  const target = declared.get(name);
  return target === undefined ? [`${at}: no type ${name}`] : check(value, target, at);
}

const KEYWORDS: Readonly<Record<number, string>> = {
  [ts.SyntaxKind.StringKeyword]: "string",
  [ts.SyntaxKind.NumberKeyword]: "number",
  [ts.SyntaxKind.BooleanKeyword]: "boolean",
  [ts.SyntaxKind.ObjectKeyword]: "object",
};

function checkKeyword(value: unknown, kind: ts.SyntaxKind, at: string): Misfits {
  if (kind === ts.SyntaxKind.AnyKeyword) return [];
  const wanted = KEYWORDS[kind];
  if (wanted === undefined) return [`${at}: this check does not know ${ts.SyntaxKind[kind]}`];
  return typeof value === wanted && value !== null ? [] : [`${at} is ${shown(value)}, not ${wanted}`];
}

function literal({ literal: node }: ts.LiteralTypeNode): unknown {
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  return ts.isStringLiteral(node) ? node.text : undefined;
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value);
