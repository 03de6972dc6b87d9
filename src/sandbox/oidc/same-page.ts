import type { SandboxAnswer, SandboxRequest } from "../http/exchange.ts";
import { wantsPage } from "../http/wants-page.ts";
import { PAGE_HEADERS } from "../pages/document.ts";
import { renderProblemPage } from "../pages/problem.ts";
import type { RealmParts } from "./realm.ts";

/** Whether a form was sent from a page of this server: cookies of localhost reach every port of it, so that a page of another one could post too. */
export const cameFromHere = ({ issuer }: RealmParts, { headers, origin }: SandboxRequest): boolean =>
  headers.origin === undefined || headers.origin === new URL(issuer).origin || headers.origin === origin;

/** Refuses a form of another page. */
export function foreign({ name }: RealmParts, { headers, method, path }: SandboxRequest): SandboxAnswer {
  const code = "forbidden_origin";
  if (!wantsPage(headers, "anywhere")) return { status: 403, body: { error: code } };
  const body = renderProblemPage({ realm: name, code, asked: `${method} ${path}` });
  return { status: 403, headers: PAGE_HEADERS, body };
}
