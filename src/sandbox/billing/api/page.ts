import type { SandboxAnswer } from "../../http/exchange.ts";
import { type Call, ok } from "./route.ts";

/** Lago's page size where a client names none. */
const PER_PAGE = 100;

/** One page of a list and where it stands, as Lago says it: a list without entries has no page 1. */
export function page<T>(
  call: Call,
  name: string,
  options: { readonly rows: readonly T[]; show(row: T): object },
): SandboxAnswer {
  const { rows, show } = options;
  const perPage = wholeOr(call.query.get("per_page"), PER_PAGE);
  const current = wholeOr(call.query.get("page"), 1);
  const totalPages = Math.ceil(rows.length / perPage);
  const shown = rows.slice((current - 1) * perPage, current * perPage);
  const meta = {
    current_page: rows.length === 0 ? 0 : current,
    next_page: current < totalPages ? current + 1 : null,
    prev_page: current > 1 && current <= totalPages ? current - 1 : null,
    total_pages: totalPages,
    total_count: rows.length,
  };
  return ok({ [name]: shown.map(show), meta });
}

function wholeOr(text: string | null, fallback: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

/** The newest first, as Lago lists. */
export const newest = <T>(rows: readonly T[]): readonly T[] => rows.toReversed();
