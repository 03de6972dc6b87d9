import type { HttpAnswer } from "../../src/domain/world.ts";
import type { FakeFiles } from "./fake-files.ts";
import type { FakeRequest, FakeServer } from "./fake-world.ts";

/** An OPA in memory, as far as avb asks it: policies, data, and the watch of a folder. */
export interface FakeOpa {
  readonly server: FakeServer;
  /** Rego texts by id. */
  readonly policies: Map<string, string>;
  readonly data: Map<string, unknown>;
  /** Methods and paths of what was asked to be changed. */
  readonly writes: string[];
  /** Every answer from now on. */
  answer?: HttpAnswer;
  /** What decides. */
  decide?: (input: unknown) => unknown;
}

const PACKAGE = /^package ([\w.]+)$/m;

/** The folder whose files are loaded as they change. */
export interface FakeWatch {
  readonly files: FakeFiles;
  folder(): string;
}

/** Loads what changes in `folder` as the watch does, when there is one. */
export function fakeOpa(watched?: FakeWatch): FakeOpa {
  const opa: FakeOpa = {
    ...{ policies: new Map(), data: new Map(), writes: [] },
    server: async (request) => {
      if (watched !== undefined) await load(opa, watched);
      return opa.answer ?? answerOf(opa, request);
    },
  };
  return opa;
}

function answerOf(opa: FakeOpa, { method, url, body }: FakeRequest): HttpAnswer {
  const path = decodeURIComponent(url.pathname);
  if (method !== "GET" && method !== "POST") opa.writes.push(`${method} ${path}`);
  if (path === "/v1/policies") return json({ result: [...opa.policies].map(shown) });
  if (path.startsWith("/v1/policies/")) return policy(opa, { method, id: path.slice(13), body });
  return dataAt(opa, { method, key: path.replace(/^\/v1\/data\//, ""), body });
}

function dataAt(opa: FakeOpa, { method, key, body }: { method: string; key: string; body: string }): HttpAnswer {
  if (method === "PUT") {
    opa.data.set(key, JSON.parse(body));
    return { status: 204, headers: {}, body: "" };
  }
  const result = method === "POST" ? opa.decide?.(JSON.parse(body).input) : opa.data.get(key);
  return json(result === undefined ? {} : { result });
}

function policy(opa: FakeOpa, { method, id, body }: { method: string; id: string; body: string }): HttpAnswer {
  if (method === "DELETE") opa.policies.delete(id);
  if (method !== "PUT") return json({});
  if (!PACKAGE.test(body)) return json(refusal(id, "package expected"), 400);
  opa.policies.set(id, body);
  return json({});
}

const refusal = (file: string, message: string) => ({
  ...{ code: "invalid_parameter", message: "error(s) occurred while compiling module(s)" },
  errors: [{ code: "rego_parse_error", message, location: { file, row: 1, col: 1 } }],
});

const shown = ([id, raw]: readonly [string, string]) => {
  const path = ["data", ...(PACKAGE.exec(raw)?.[1] ?? "").split(".")].map((value) => ({ type: "string", value }));
  return { id, raw, ast: { package: { path } } };
};

const json = (value: unknown, status = 200): HttpAnswer => ({ status, headers: {}, body: JSON.stringify(value) });

async function load(opa: FakeOpa, { files, folder }: FakeWatch): Promise<void> {
  const before = seen.get(opa) ?? new Map<string, string>();
  const names = await files.list(folder());
  const now = new Map(
    await Promise.all(names.map(async (name) => [name, (await files.read(`${folder()}/${name}`)) ?? ""] as const)),
  );
  seen.set(opa, now);
  for (const [name, text] of now) if (before.get(name) !== text) take(opa, name, text);
}

/** What does not compile leaves what is loaded. */
function take(opa: FakeOpa, name: string, text: string): void {
  if (name.endsWith(".rego") && PACKAGE.test(text)) opa.policies.set(`policies/loaded/${name}`, text);
  if (name.endsWith(".json")) for (const [key, value] of Object.entries(JSON.parse(text))) opa.data.set(key, value);
}

const seen = new WeakMap<FakeOpa, ReadonlyMap<string, string>>();
