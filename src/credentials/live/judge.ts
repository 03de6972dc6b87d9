import type { HttpAnswer } from "../../domain/world.ts";
import { fieldIn, type LiveRule } from "./question.ts";

/** The JSON of an answer; undefined for a text that is none. */
export function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The first rule that an answer fulfils; undefined for an answer that says nothing of the credential. */
export function ruleFor(rules: readonly LiveRule[], answer: HttpAnswer): LiveRule | undefined {
  const json = jsonOf(answer);
  return rules.find(
    ({ status, has = [], text, holds }) =>
      status.includes(answer.status) &&
      has.every((name) => fieldIn(json, name) !== undefined) &&
      (text === undefined || text.test(answer.body)) &&
      (holds === undefined || holds(json)),
  );
}

const TYPE = /^(?:text|application)\/[a-z0-9.+-]{1,40}(?=;|$)/;

/** An answer that no rule knows, in words: its status and type, nothing else of it, which may hold the credential. */
export const strange = ({ status, headers }: HttpAnswer): string =>
  `got ${status} (${TYPE.exec(headers["content-type"] ?? "")?.[0] ?? "no content type"}), which says nothing of it`;

/** How a scope is written; anything else in an answer is no scope, and not shown. */
const SCOPE = /^[a-z0-9][a-z0-9_.:/-]{0,79}$/;
/** A level that includes the one below. */
const LEVELS = ["read", "write", "admin"];

/** What a credential may do against what it should, both in the vendor's words (`contents:read`). */
export function compareScopes(
  granted: readonly string[],
  desired: readonly string[],
  implied: readonly string[] = [],
): { readonly missing: readonly string[]; readonly excess: readonly string[] } {
  const real = granted.filter((one) => SCOPE.test(one));
  return {
    missing: desired.filter((wanted) => !real.some((one) => covers(one, wanted))),
    excess: real.filter((one) => !implied.includes(one) && !desired.some((wanted) => covers(wanted, one))),
  };
}

/** Whether whoever has the first may do what the second names. */
function covers(has: string, wanted: string): boolean {
  const [[name, level], [other, lower]] = [split(has), split(wanted)];
  if (level === undefined || lower === undefined) return has === wanted;
  return name === other && level >= lower;
}

function split(scope: string): readonly [string, number | undefined] {
  const at = scope.lastIndexOf(":");
  const level = LEVELS.indexOf(scope.slice(at + 1));
  return at < 0 || level < 0 ? [scope, undefined] : [scope.slice(0, at), level];
}
