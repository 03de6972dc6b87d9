import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { awsTags, tagsOf } from "../../src/credentials/tags.ts";
import { awsStore } from "../../src/flows/secrets/stores/aws.ts";
import { credential, lookAt, put, storeTools } from "../support/credential-store.ts";
import { STORE_CASES, storeMatrix } from "../support/store-cases.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

/** A server of the test's own that answers as AWS documents: STS in XML, Secrets Manager in JSON. */
interface Played {
  account: string;
  arn: string;
  /** What Secrets Manager answers, in turn; the last one again. */
  answers: readonly { readonly status: number; readonly body: object }[];
  asked: number;
}

const OK = { status: 200, body: { SecretValues: [], Errors: [] } };
const refused = (type: string, message: string) => ({ status: 400, body: { __type: type, message } });
let home: TempCheckout;
let server: Server;
let played: Played;
beforeEach(async () => {
  home = tempCheckout();
  played = { account: "111122223333", arn: "arn:aws:iam::111122223333:user/dev", answers: [OK], asked: 0 };
  server = createServer((request, answer) => {
    const target = request.headers["x-amz-target"];
    const { account, arn, answers } = played;
    const xml = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>u</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    if (target === undefined) return answer.writeHead(200, { "content-type": "text/xml" }).end(xml);
    const { status, body } = answers[Math.min(played.asked++, answers.length - 1)] ?? OK;
    return answer.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  home.remove();
});

async function open(more: Parameters<typeof storeTools>[1] = {}, env: Readonly<Record<string, string>> = {}) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "k", AWS_REGION: "eu-central-1" };
  const world = home.world({ env: { AVB_STATE_DIR: home.state, AWS_ENDPOINT_URL: url, ...keys, ...env } });
  return awsStore(await storeTools(world, more));
}

const codes = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, exitCode }) => `${code} ${exitCode}`);

describe("which account is used", () => {
  test("the first one is shown and pinned; another one is refused, and the pinned one is still taken", async () => {
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    expect(await lookAt(await open({ say }), "openai")).toEqual({ state: "absent" });
    await lookAt(await open({ say }), "openai");
    expect(said).toEqual([expect.stringMatching(/^aws is account 111122223333 in eu-central-1 .* pinned to it$/)]);
    played.account = "444455556666";
    const before = played.asked;
    expect(await codes(async () => lookAt(await open(), "openai"))).toEqual(["STORE_NOT_PINNED 15"]);
    expect(await codes(async () => put(await open(), "openai", { api_key: "a" }))).toEqual(["STORE_NOT_PINNED 15"]);
    expect(played.asked).toBe(before);
    expect(await lookAt(await open({ allowProduction: true }), "openai")).toEqual({ state: "absent" });
    played.account = "111122223333";
    expect(await lookAt(await open(), "openai")).toEqual({ state: "absent" });
  });

  test("what looks like production is refused before anything is asked of the store", async () => {
    played.arn = "arn:aws:sts::111122223333:assumed-role/prod-admin/me";
    expect(await codes(async () => lookAt(await open(), "openai"))).toEqual(["STORE_LOOKS_PRODUCTION 15"]);
    played.arn = "arn:aws:iam::111122223333:user/products-team";
    const production = () => open({ environment: "production" });
    expect(await codes(async () => lookAt(await production(), "openai"))).toEqual(["STORE_LOOKS_PRODUCTION 15"]);
    expect(played.asked).toBe(0);
    expect(await lookAt(await open(), "openai")).toEqual({ state: "absent" });
  });
});

describe("what AWS refuses", () => {
  test("too many requests are sent again later", async () => {
    const busy = refused("ThrottlingException", "Rate exceeded");
    played.answers = [busy, busy, OK];
    expect(await lookAt(await open(), "openai")).toEqual({ state: "absent" });
    expect(played.asked).toBe(3);
  });

  test("a missing right is named with its action", async () => {
    const why = `User: ${played.arn} is not authorized to perform: secretsmanager:BatchGetSecretValue on resource: *`;
    played.answers = [refused("AccessDeniedException", why)];
    const [error] = await errorsOf(async () => lookAt(await open(), "openai"));
    expect([error?.code, error?.facts.action]).toEqual(["STORE_DENIED", "secretsmanager:BatchGetSecretValue"]);
  });

  test("a login that is over names what renews it", async () => {
    played.answers = [refused("ExpiredTokenException", "The security token included in the request is expired")];
    const [error] = await errorsOf(async () => lookAt(await open(), "openai"));
    expect([error?.code, error?.exitCode, error?.fixes[0]]).toEqual([
      ...["STORE_LOGIN", 10],
      expect.stringContaining("AWS_SESSION_TOKEN"),
    ]);
  });

  test("an error is never taken for an absent secret", async () => {
    const Errors = [{ SecretId: "qualisys-dev/llm/openai", ErrorCode: "InternalServiceError", Message: "try later" }];
    played.answers = [{ status: 200, body: { SecretValues: [], Errors } }];
    expect(await codes(async () => lookAt(await open(), "openai"))).toEqual(["STORE_REFUSED 10"]);
  });

  test("nobody there is told", async () => {
    const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    expect(await codes(async () => lookAt(await open({}, env), "openai"))).toEqual(["STORE_SILENT 10"]);
  });
});

test("tags have only characters that AWS takes", () => {
  for (const tags of [tagsOf(credential("openai"), Date.now()), { A: "a$b(c)ü密" }])
    for (const text of Object.values(awsTags(tags))) expect(text).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
  expect(awsTags({ BillingAlert: "$50 $100" })).toEqual({ BillingAlert: "50 USD 100 USD" });
});

test("the page's matrix is that of the contract, and has at least sixty cases", () => {
  expect(STORE_CASES.length).toBeGreaterThanOrEqual(60);
  expect(readFileSync("docs/secrets-stores.md", "utf8")).toContain(storeMatrix());
});
