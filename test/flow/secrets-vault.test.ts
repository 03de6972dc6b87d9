import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { vaultTags } from "../../src/credentials/tags.ts";
import { vaultStore } from "../../src/flows/secrets/stores/vault.ts";
import { lookAt, put, storeTools } from "../support/credential-store.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

/** A server of the test's own that answers as Vault documents; the real one is asked in test/live. */
interface Played {
  displayName: string;
  /** What reading a secret is answered with, in turn; the last one again. */
  answers: readonly { readonly status: number; readonly body: object }[];
  /** Every request: method, path, and the headers that matter. */
  readonly asked: string[];
}

const NOTHING = { status: 404, body: { errors: [] } };
const says = (status: number, ...errors: readonly string[]) => ({ status, body: { errors } });
let home: TempCheckout;
let server: Server;
let played: Played;
let url = "";
beforeEach(async () => {
  home = tempCheckout();
  played = { displayName: "token-dev", answers: [NOTHING], asked: [] };
  server = createServer((request, answer) => {
    const { status, body } = answerTo(request);
    answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  home.remove();
});

function answerTo({ method, url: path = "", headers }: IncomingMessage): { status: number; body: object } {
  const within = headers["x-vault-namespace"] === undefined ? "" : ` in ${headers["x-vault-namespace"]}`;
  played.asked.push(`${method} ${path.replace("/v1/", "")}${within} as ${headers["x-vault-token"] ?? "nobody"}`);
  if (path.startsWith("/v1/sys/internal/ui/mounts/"))
    return { status: 200, body: { data: { type: "kv", options: { version: "2" } } } };
  if (path.endsWith("/lookup-self"))
    return { status: 200, body: { data: { display_name: played.displayName, policies: ["default"] } } };
  const secrets = played.asked.filter((one) => /^(GET|POST) [^ ]+\/data\//.test(one)).length;
  return played.answers[Math.min(secrets, played.answers.length) - 1] ?? NOTHING;
}

async function open(more: Parameters<typeof storeTools>[1] = {}, env: Readonly<Record<string, string>> = {}) {
  const own = { AVB_STATE_DIR: home.state, VAULT_ADDR: url, VAULT_TOKEN: "hvs.canary", ...env };
  return vaultStore(await storeTools(home.world({ env: own }), more));
}

const codes = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, exitCode }) => `${code} ${exitCode}`);
const told = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, message, fixes }) => [code, message, fixes[0] ?? ""]);

describe("which Vault is used", () => {
  test("the first one is shown and pinned; another mount or namespace is refused before a token is sent there", async () => {
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    expect(await lookAt(await open({ say }), "openai")).toEqual({ state: "absent" });
    await lookAt(await open({ say }), "openai");
    expect(said).toEqual([`vault is ${url}, secret/; from now on dev of this checkout is pinned to it`]);
    const before = played.asked.length;
    for (const env of [{ VAULT_MOUNT_POINT: "team/kv" }, { VAULT_NAMESPACE: "team" }])
      expect(await codes(async () => lookAt(await open({}, env), "openai"))).toEqual(["STORE_NOT_PINNED 15"]);
    expect(played.asked).toHaveLength(before);
    const elsewhere = { VAULT_MOUNT_POINT: "team/kv", VAULT_NAMESPACE: "/admin/team/" };
    expect(await lookAt(await open({ allowProduction: true }, elsewhere), "openai")).toEqual({ state: "absent" });
    expect(played.asked.at(-1)).toBe("GET team/kv/data/dev/third-party/openai in admin/team as hvs.canary");
    expect(await lookAt(await open(), "openai")).toEqual({ state: "absent" });
  });

  test("what looks like production is refused: by its names before a token is sent, by the token's before a secret is read", async () => {
    const refused = ["STORE_LOOKS_PRODUCTION 15"];
    expect(await codes(async () => lookAt(await open({}, { VAULT_NAMESPACE: "prod" }), "openai"))).toEqual(refused);
    expect(await codes(async () => lookAt(await open({ environment: "production" }), "openai"))).toEqual(refused);
    expect(played.asked).toEqual([]);
    played.displayName = "approle-production-writer";
    expect(await codes(async () => put(await open(), "openai", { api_key: "a" }))).toEqual(refused);
    expect(played.asked.filter((one) => one.includes("/data/"))).toEqual([]);
  });

  test("no token goes over the network in the clear, and no path leads out of the mount", async () => {
    const act = (env: Readonly<Record<string, string>>) => codes(async () => lookAt(await open({}, env), "openai"));
    expect(await act({ VAULT_ADDR: "http://vault.example.com:8200" })).toEqual(["STORE_NOWHERE 3"]);
    expect(await act({ VAULT_ADDR: "vault.example.com" })).toEqual(["STORE_NOWHERE 3"]);
    expect(await act({ VAULT_ADDR: "" })).toEqual(["STORE_NOWHERE 3"]);
    for (const path of ["../sys", "secret/..", "a b", "secret?x", ""])
      expect(await act({ VAULT_MOUNT_POINT: path })).toEqual(path === "" ? [] : ["VARIABLE_INVALID 2"]);
    expect(await act({ VAULT_TOKEN: "two\nlines" })).toEqual(["STORE_LOGIN 10"]);
    const { where } = await open({}, { VAULT_ADDR: "https://somebody:password@vault.example.com:8200/ui" });
    expect(where).toBe("https://vault.example.com:8200, secret/");
  });

  test("the token that 'vault login' has left is used where no variable names one", async () => {
    writeFileSync(home.root.replace(/\/shop$/, "/.vault-token"), "hvs.left\n");
    await lookAt(await open({}, { VAULT_TOKEN: "" }), "openai");
    expect(played.asked.at(-1)).toMatch(/as hvs\.left$/);
  });
});

describe("what Vault refuses", () => {
  test("each refusal is told as what it is, and never taken for an absent secret", async () => {
    const fixed = async (answer: (typeof played.answers)[number]) => {
      played = { ...played, answers: [answer], asked: [] };
      const [[code, message, fix] = []] = await told(async () => lookAt(await open(), "openai"));
      return `${code}: ${message}. ${fix}`;
    };
    expect(await fixed(says(403, "1 error occurred:\n\t* permission denied\n\n"))).toMatch(
      /^STORE_DENIED: vault denies 'read' on secret\/data\/dev\/third-party\/openai to the token of VAULT_TOKEN/,
    );
    expect(await fixed(says(403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"))).toMatch(
      /^STORE_LOGIN: .*revoked, or it expired.*\. put one that holds into VAULT_TOKEN: vault login$/,
    );
    expect(await fixed(says(503, "Vault is sealed"))).toMatch(/^STORE_CLOSED: .*sealed\. have it opened/);
    expect(await fixed(says(429, 'request path "secret": rate limit quota exceeded'))).toMatch(/^STORE_THROTTLED: /);
    expect(await fixed(says(500, "internal error"))).toMatch(/^STORE_REFUSED: .*internal error/);
  }, 20_000);

  test("too many requests are asked again later, writes too", async () => {
    const busy = says(429, "rate limit quota exceeded");
    played.answers = [busy, busy, NOTHING];
    expect(await lookAt(await open(), "openai")).toEqual({ state: "absent" });
    played = {
      ...played,
      asked: [],
      answers: [NOTHING, busy, NOTHING, { status: 200, body: { data: { version: 1 } } }],
    };
    const [result] = await put(await open(), "openai", { api_key: "a" });
    expect(result).toMatchObject({ outcome: "written", version: "1" });
  });

  test("nobody there is told", async () => {
    expect(await codes(async () => lookAt(await open({}, { VAULT_ADDR: "http://127.0.0.1:9" }), "openai"))).toEqual([
      "STORE_SILENT 10",
    ]);
  });
});

test("tags are what Vault takes: printable, of 1 to 512 bytes", () => {
  const tags = vaultTags({ A: "", B: "a\nb\u0000c", C: "密".repeat(400), D: "plain 50 $" });
  expect(tags).toEqual({ A: "-", B: "a_b_c", C: "密".repeat(170), D: "plain 50 $" });
});
