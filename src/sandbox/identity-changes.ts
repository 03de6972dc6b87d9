import { isIdentityKind, shapeProblems } from "../domain/identity-shape.ts";
import type { IdentityChange } from "../domain/sandbox-protocol.ts";

const MOST_TOLD = 20;

/** The changes of a request body, or everything that is wrong with them. */
export function changesIn(body: string): readonly IdentityChange[] | string {
  const changes = listIn(body);
  if (changes === undefined) return "the body must be an object with a list 'changes'";
  const problems = changes.flatMap((change, at) => problemsOf(change).map((says) => `changes[${at}]: ${says}`));
  // Every member of every change was looked at just now.
  return problems.length > 0 ? problems.slice(0, MOST_TOLD).join("; ") : (changes as readonly IdentityChange[]);
}

function listIn(body: string): readonly unknown[] | undefined {
  try {
    const { changes } = Object(JSON.parse(body));
    return Array.isArray(changes) ? changes : undefined;
  } catch {
    return undefined;
  }
}

function problemsOf(change: unknown): readonly string[] {
  const members = new Map<string, unknown>(Object.entries(Object(change)));
  const kind = members.get("kind");
  const key = members.get("key");
  if (!isIdentityKind(kind)) return ["kind must be tenant, role, group, user or client"];
  if (typeof key !== "string" || key === "") return ["key must be a text"];
  if (members.get("do") === "put") return shapeProblems(kind, members.get("value"));
  return members.get("do") === "remove" ? [] : ["do must be put or remove"];
}
