import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createIdentityStore } from "../../src/sandbox/identity-store.ts";
import { createAdminApi, KEYCLOAK_ADMIN_ROUTES } from "../../src/sandbox/keycloak-admin/admin-api.ts";
import type { AdminRequest } from "../../src/sandbox/keycloak-admin/admin-call.ts";

/** Call, body, and the name under which the made thing's id is kept. */
type Call = readonly [call: string, body?: unknown, keep?: string];

interface Answer {
  readonly call: string;
  readonly status: number;
  readonly location?: string;
  readonly body?: unknown;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`recorded/${name}`, import.meta.url), "utf8"));
const calls = read("keycloak-admin-calls.json") as readonly Call[];
const { image, answers } = read("keycloak-admin-answers.json") as { image: string; answers: readonly Answer[] };

const client = (clientId: string, grants: readonly string[]) => ({
  ...{ id: crypto.randomUUID(), clientId, name: "", public: grants.length === 0, redirectUris: [], webOrigins: [] },
  ...{ postLogoutRedirectUris: [], grants, audiences: [], serviceAccountRoles: [] },
});

/** The realm that the recorder made, in the sandbox's store. */
function recordedRealm() {
  const auditor = { id: crypto.randomUUID(), name: "auditor", description: "Reads." };
  const [service, visible] = [client("service", ["client_credentials"]), client("public", [])];
  const store = createIdentityStore("recording", {
    tenant: [],
    role: [auditor],
    group: [],
    user: [],
    client: [service, visible],
  });
  const claims = { resource_access: { "realm-management": { roles: ["realm-admin"] } } };
  const api = createAdminApi({ store, baseUrl: "http://localhost:8080", verify: async () => claims });
  const ids: Record<string, string> = { auditor: auditor.id, service: service.id, public: visible.id };
  return async (call: Call): Promise<Answer> => {
    const answer = await api(requestOf(call, ids));
    const { location } = answer.headers ?? {};
    if (call[2] !== undefined) ids[call[2]] = location?.split("/").at(-1) ?? "";
    const path = location === undefined ? {} : { location: new URL(location).pathname };
    const body = answer.body === undefined ? {} : { body: answer.body };
    return { call: call[0], status: answer.status, ...path, ...body };
  };
}

function requestOf([call, body]: Call, ids: Readonly<Record<string, string>>): AdminRequest {
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole);
  const [method = "", target = ""] = filled(call).split(" ");
  const [path = "", query = ""] = target.split("?");
  const sent = typeof body === "string" ? body : filled(JSON.stringify(body ?? ""));
  return {
    ...{ method, path: `/recording/${path}`, query: new URLSearchParams(query), authorization: "Bearer x" },
    body: body === undefined ? "" : sent,
  };
}

/** Differs on purpose: the sandbox keeps no creation time, its realm's id is its name, and nobody impersonates. */
const NOT_COMPARED = new Set(["createdTimestamp", "containerId", "access"]);
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const comparable = (answer: Answer): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) => (NOT_COMPARED.has(key) ? undefined : value)).replaceAll(UUID, "<id>"),
  );

describe(`the admin API answers as ${image} did`, async () => {
  const ask = recordedRealm();
  const ours: Answer[] = [];
  for (const call of calls) ours.push(await ask(call));

  test("every call was recorded", () => {
    expect(answers.map(({ call }) => call)).toEqual(calls.map(([call]) => call));
  });

  test.each(answers.map((answer, at) => [at, answer.call, answer] as const))("%d %s", (at, call, answer) => {
    expect(comparable(ours[at] ?? { call, status: 0 })).toEqual(comparable(answer));
  });
});

test("the document lists every route with its role", () => {
  const document = readFileSync(new URL("../../docs/admin-api.md", import.meta.url), "utf8");
  const rows = KEYCLOAK_ADMIN_ROUTES.map(({ method, path, needs }) => {
    const shown = path.replace(/[:*](\w+)/g, "{$1}");
    return `| ${method} | \`/${shown}\` | ${needs === "any" ? "any of them" : `\`${needs}\``} |`;
  });
  expect(document.split("\n").filter((line) => /^\| (GET|POST|PUT|DELETE) /.test(line))).toEqual(rows);
});
