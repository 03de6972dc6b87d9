import {
  type Lago,
  type LagoApi,
  type LagoFields,
  type LagoKind,
  type LagoPage,
  LagoRefusal,
  type LagoResource,
} from "../domain/lago.ts";
import { printable } from "../domain/printable.ts";
import { isToldError } from "../domain/told-error.ts";
import type { Http } from "../domain/world.ts";
import { LAGO_VERBS, type LagoClient } from "./lago-verbs.ts";

const DEADLINE_MS = 5000;
const LONGEST_REASON = 300;

/** Lago through its official client, over our own HTTP: no proxy is asked, and every request has a deadline. */
export const lagoOver = (http: Http): Lago => ({
  connect({ url, key }) {
    let opened: Promise<LagoClient> | undefined;
    const open = () => {
      opened ??= import("lago-javascript-client").then(({ Client }) =>
        Client(key.reveal(), { baseUrl: `${url}/api/v1`, customFetch: fetchOver(http) }),
      );
      return opened;
    };
    const api: LagoApi = {
      billable_metrics: resource("billable_metrics", open),
      plans: resource("plans", open),
      customers: resource("customers", open),
      subscriptions: resource("subscriptions", open),
      webhook_endpoints: resource("webhook_endpoints", open),
    };
    return api;
  },
});

function resource(kind: LagoKind, open: () => Promise<LagoClient>): LagoResource {
  const verbs = LAGO_VERBS[kind];
  const bodyOf = (fields: LagoFields) => ({ [verbs.one]: fields }) as never;
  const asked = async (ask: (client: LagoClient) => Promise<{ readonly data: unknown }>): Promise<unknown> => {
    const client = await open();
    const { data } = await ask(client).catch((error: unknown) => {
      throw refusalOf(error);
    });
    return data;
  };
  const single = async (ask: (client: LagoClient) => Promise<{ readonly data: unknown }>): Promise<LagoFields> => {
    const thing = fieldsOf(await asked(ask))?.[verbs.one];
    return fieldsOf(thing) ?? unexpected(`no ${verbs.one}`);
  };
  return {
    list: async (query) => pageOf(await asked((client) => verbs.list(client, query)), kind),
    find: (key) => single((client) => verbs.find(client, encodeURIComponent(key))).catch(absent),
    create: (fields) => single((client) => verbs.create(client, bodyOf(fields))),
    update: (key, fields) => single((client) => verbs.update(client, encodeURIComponent(key), bodyOf(fields))),
  };
}

/** What the client needs of `fetch`: its answer's status and JSON. Node's own takes 20 ms to load, and obeys proxies of some versions. */
const fetchOver = (http: Http) =>
  (async (url: unknown, { method, headers, body }: RequestInit = {}) => {
    const answer = await http.request({
      url: String(url),
      ...(method === undefined ? {} : { method }),
      headers: { ...Object(headers) },
      ...(typeof body === "string" ? { body } : {}),
      timeoutMs: DEADLINE_MS,
    });
    const { status } = answer;
    const ok = status >= 200 && status < 300;
    if (ok) requireJson(answer.body);
    return { status, ok, json: async () => JSON.parse(answer.body) };
  }) as unknown as typeof fetch;

/** The client takes what is no JSON for an answer without data: a page of a proxy's must not pass for an empty list. */
function requireJson(body: string): void {
  try {
    JSON.parse(body);
  } catch {
    throw new LagoRefusal("its answer is cut off, or no JSON at all");
  }
}

function pageOf(data: unknown, kind: LagoKind): LagoPage {
  const answer = fieldsOf(data);
  const things = answer?.[kind];
  const meta = fieldsOf(answer?.meta);
  if (!Array.isArray(things) || meta === undefined) return unexpected(`no list of ${kind}`);
  const known = things.map(fieldsOf).filter((thing) => thing !== undefined);
  return { things: known, pages: Number(meta.total_pages) || 0, total: Number(meta.total_count) || 0 };
}

const fieldsOf = (value: unknown): LagoFields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as LagoFields) : undefined;

/** A port may be held by somebody who answers anything. */
function unexpected(what: string): never {
  throw new LagoRefusal(`its answer holds ${what}`, 200);
}

function absent(error: unknown): undefined {
  if (error instanceof LagoRefusal && error.status === 404) return undefined;
  throw error;
}

/** The client rejects with its answer where Lago refused, and with the error of the connection where none came. */
function refusalOf(error: unknown): LagoRefusal {
  const { status, error: body, message, code, name } = Object(error);
  if (typeof status !== "number") {
    const silent = name === "TimeoutError" || name === "AbortError";
    const why = silent ? `no answer within ${DEADLINE_MS} ms` : String(message || code || name);
    return new LagoRefusal(printable(why, LONGEST_REASON));
  }
  const details = fieldsOf(fieldsOf(body)?.error_details) ?? {};
  const said = fieldsOf(body)?.told;
  const codes = Object.values(details).flat().map(String);
  const told = Object.entries(details).map(([field, why]) => `${field}: ${[why].flat().join(", ")}`);
  const why = told.length > 0 ? told.join("; ") : String(fieldsOf(body)?.code ?? fieldsOf(body)?.error ?? "");
  return new LagoRefusal(printable(`it answered ${status}${why === "" ? "" : ` (${why})`}`, LONGEST_REASON), status, {
    codes,
    ...(isToldError(said) && { told: said }),
  });
}
