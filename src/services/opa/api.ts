import { printable } from "../../domain/printable.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { isListOf, isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { Http, HttpAnswer } from "../../domain/world.ts";
import { DECISION_PATH } from "./rules.ts";

/** A policy as the server holds it. */
export interface HeldPolicy {
  /** `policies/loaded/policy.rego` for one of a file; whatever its maker chose for one that was pushed. */
  readonly id: string;
  /** The Rego text. */
  readonly raw: string;
  /** Its package, such as `agentvoicebox.request`. */
  readonly package: string;
}

/** What avb asks of an OPA, over its REST API. Whatever is refused, or not answered, is a ServiceRefusal. */
export interface Opa {
  policies(): Promise<readonly HeldPolicy[]>;
  putPolicy(id: string, raw: string): Promise<void>;
  removePolicy(id: string): Promise<void>;
  /** What stands below `/v1/data`; undefined where nothing does. */
  data(path: string): Promise<unknown>;
  putData(path: string, value: unknown): Promise<void>;
  /** The decision of the matrix; undefined where no policy makes one. */
  decide(input: unknown): Promise<unknown>;
}

const ANSWER_MS = 5000;
const LONGEST_REASON = 300;

const isPolicyList = isRecordOf<{ result: readonly RawPolicy[] }>({
  result: isListOf(
    isRecordOf<RawPolicy>({ id: isText, raw: isText, ast: (value): value is unknown => value !== null }),
  ),
});

interface RawPolicy {
  readonly id: string;
  readonly raw: string;
  readonly ast: unknown;
}

/** The OPA on a port of this machine. */
export function opaAt(http: Http, port: number, signal?: AbortSignal): Opa {
  const ask = async (
    path: string,
    how: { method?: string; body?: string; type?: string } = {},
  ): Promise<HttpAnswer> => {
    const { type, ...rest } = how;
    const request = {
      ...{ ...rest, url: `http://127.0.0.1:${port}${path}`, timeoutMs: ANSWER_MS },
      ...(type === undefined ? {} : { headers: { "content-type": type } }),
      ...(signal === undefined ? {} : { signal }),
    };
    const answer = await http.request(request).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw silent(error);
    });
    if (answer.status >= 300) throw new ServiceRefusal(refusalOf(answer), answer.status);
    return answer;
  };
  const json = { type: "application/json" } as const;
  const resultOf = (answer: HttpAnswer) => Object(parsed(answer)).result;
  return {
    async policies() {
      const list = readJson((await ask("/v1/policies")).body, isPolicyList);
      if (list === undefined) throw new ServiceRefusal("its answer holds no list of policies", 200, true);
      return list.result.map(({ id, raw, ast }) => ({ id, raw, package: packageOf(ast) }));
    },
    putPolicy: async (id, raw) => void (await ask(policyPath(id), { method: "PUT", body: raw, type: "text/plain" })),
    removePolicy: async (id) => void (await ask(policyPath(id), { method: "DELETE" })),
    data: async (path) => resultOf(await ask(`/v1/data/${path}`)),
    putData: async (path, value) =>
      void (await ask(`/v1/data/${path}`, { method: "PUT", body: JSON.stringify(value), ...json })),
    decide: async (input) =>
      resultOf(await ask(DECISION_PATH, { method: "POST", body: JSON.stringify({ input }), ...json })),
  };
}

/** An id's slashes are part of the path. */
const policyPath = (id: string): string => `/v1/policies/${id.split("/").map(encodeURIComponent).join("/")}`;

/** `[{value: "data"}, {value: "agentvoicebox"}]` (reference: Rego's abstract syntax tree as JSON). */
const packageOf = (ast: unknown): string =>
  [Object(Object(ast).package).path]
    .flat()
    .slice(1)
    .map((part) => String(Object(part).value))
    .join(".");

function parsed({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ServiceRefusal("its answer is cut off, or no JSON at all", 200, true);
  }
}

function silent(error: unknown): ServiceRefusal {
  const { name, code, message } = Object(error);
  const isLate = name === "TimeoutError" || name === "AbortError";
  return new ServiceRefusal(
    isLate ? `no answer within ${ANSWER_MS} ms` : printable(String(code ?? message), LONGEST_REASON),
  );
}

/** OPA tells every error with its place. */
function refusalOf({ status, body }: HttpAnswer): string {
  try {
    const { message, errors = [] } = Object(JSON.parse(body));
    const told = [errors].flat().map((error) => {
      const { file = "", row = "" } = Object(Object(error).location);
      return `${file}:${row}: ${Object(error).message}`;
    });
    return printable(`it answered ${status} (${told.length > 0 ? told.join("; ") : message})`, LONGEST_REASON);
  } catch {
    return `it answered ${status}`;
  }
}
