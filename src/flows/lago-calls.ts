import type { LagoFields } from "../domain/lago.ts";
import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import type { Secret } from "../domain/secret.ts";
import { isMapOf, readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";

const DEADLINE_MS = 5000;
const LONGEST_REASON = 200;
const PER_PAGE = 100;

const isRecord = isMapOf((value): value is unknown => value !== undefined);

/** What Lago answered: its status, and the fields of its JSON. */
export interface LagoAnswer {
  readonly status: number;
  readonly fields: LagoFields;
}

/** Lago's API for what no document holds: events, usage, invoices. A ServiceRefusal where no answer of Lago's came. */
export interface LagoCalls {
  /** Any answer; `path` is what stands behind `/api/v1`. */
  ask(method: "GET" | "POST" | "DELETE", path: string, body?: LagoFields): Promise<LagoAnswer>;
  /** The fields of an answer of 200; any other one is a ServiceRefusal with Lago's own words. */
  done(method: "GET" | "POST" | "DELETE", path: string, body?: LagoFields): Promise<LagoFields>;
  /** Every page of a list; `path` may have a query. */
  all(path: string, kind: string): Promise<readonly LagoFields[]>;
}

/** Where Lago answers on this machine, and as whom it is asked; without a key nobody is. */
export interface LagoPlace {
  readonly port: number;
  readonly key: Secret | undefined;
  readonly signal: AbortSignal;
}

/** The API at a port of this machine. */
export function lagoCalls({ http }: Pick<World, "http">, { port, key, signal }: LagoPlace): LagoCalls {
  const ask: LagoCalls["ask"] = async (method, path, body) => {
    const answer = await http
      .request({
        method,
        // Literal loopback: another program may hold the other address family's port (F25).
        url: `http://127.0.0.1:${port}/api/v1${path}`,
        headers: {
          ...(key === undefined ? {} : { Authorization: `Bearer ${key.reveal()}` }),
          "Content-Type": "application/json",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...{ timeoutMs: DEADLINE_MS, signal },
      })
      .catch((error: unknown) => {
        throw new ServiceRefusal(printable(error instanceof Error ? error.message : String(error), LONGEST_REASON));
      });
    const fields = readJson(answer.body, isRecord);
    if (fields === undefined) throw new ServiceRefusal(`it answered ${answer.status}, and no JSON`, answer.status);
    return { status: answer.status, fields };
  };
  const done: LagoCalls["done"] = async (method, path, body) => {
    const { status, fields } = await ask(method, path, body);
    if (status === 200) return fields;
    throw new ServiceRefusal(refusalWords(status, fields), status);
  };
  return { ask, done, all: (path, kind) => allPages(done, path, kind) };
}

async function allPages(done: LagoCalls["done"], path: string, kind: string): Promise<readonly LagoFields[]> {
  const found: LagoFields[] = [];
  for (let page = 1; ; page += 1) {
    const fields = await done("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=${PER_PAGE}&page=${page}`);
    const list = fields[kind];
    if (!Array.isArray(list)) throw new ServiceRefusal(`it answered no ${kind}`, 200);
    found.push(...list.filter(isRecord));
    const { total_pages: pages } = Object(fields.meta);
    if (typeof pages !== "number" || page >= pages) return found;
  }
}

/** What Lago says of a request that it refuses. */
export const refusalWords = (status: number, { code, error, error_details: details }: LagoFields): string => {
  const why = details === undefined ? String(code ?? error ?? "") : JSON.stringify(details);
  return printable(`it answered ${status} (${why})`, LONGEST_REASON);
};
