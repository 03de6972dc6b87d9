import type { SandboxRequest } from "../http/exchange.ts";
import type { Provider } from "./provider.ts";
import type { RealmParts } from "./realm.ts";

/** What a request is changed to before the provider sees it. */
export interface Rewritten {
  readonly query?: URLSearchParams;
  readonly form?: URLSearchParams;
}

/** Lets the provider answer a request; it knows paths below the realm only, and reads the body that was read already. */
export async function mount(
  provider: Provider,
  realm: RealmParts,
  request: SandboxRequest,
  { query = request.query, form }: Rewritten = {},
): Promise<undefined> {
  const base = `/realms/${realm.name}`;
  const search = query.size === 0 ? "" : `?${query}`;
  const url = request.path.slice(base.length) + search;
  const { req, res } = request.raw;
  if (!res.hasHeader("access-control-allow-origin")) res.setHeader(...CLOSED_TO_ORIGINS);
  await provider.callback()(
    Object.assign(req, { url, originalUrl: base + url, body: form?.toString() ?? request.body }),
    res,
  );
  return undefined;
}

/** The provider would answer any origin; it leaves CORS alone once a header of that kind is there. */
const CLOSED_TO_ORIGINS = ["access-control-expose-headers", "WWW-Authenticate"] as const;
