import type { SandboxAnswer, SandboxRequest } from "../../http/exchange.ts";
import { unreadable } from "../lago-answers.ts";

/** Lists and objects within each other; whoever sends more means harm. */
const DEEPEST = 64;

/** A body that was read, or the answer to one that cannot be. */
export type ReadBody = { readonly body: unknown } | { readonly refused: SandboxAnswer };

/** Reads a body of JSON; no body is none. */
export function readJson({ headers, body: text }: Pick<SandboxRequest, "headers" | "body">): ReadBody {
  if (text === "") return { body: undefined };
  if (!isJson(headers["content-type"])) return { refused: unreadable("its content-type is not application/json") };
  try {
    const body: unknown = JSON.parse(text);
    return isWithin(body, DEEPEST) ? { body } : { refused: unreadable("it is nested too deep") };
  } catch {
    return { refused: unreadable("it is not JSON") };
  }
}

/** A client that names no media type means JSON. */
const isJson = (type: string | undefined): boolean =>
  type === undefined || /^application\/([\w.-]+\+)?json\b/i.test(type);

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}
