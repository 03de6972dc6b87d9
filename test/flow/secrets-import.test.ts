import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AvbError, AvbErrors } from "../../src/domain/errors/avb-error.ts";
import { Secret } from "../../src/domain/secret.ts";
import { importFile } from "../../src/flows/secrets/import-file.ts";
import { goodFor } from "../support/credential-samples.ts";
import { held, secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const secrets = () => secretsOf(home.world());
const take = async (content: string | Uint8Array, plan = false) =>
  importFile(await secrets(), { path: home.put("given", content), store: "local", plan, unchecked: false });
const [openai, sendgrid] = [goodFor("openai-key"), goodFor("sendgrid-key")];

describe("import", () => {
  test.each([
    ["dotenv", `OPENAI_API_KEY='${openai}'\nexport SENDGRID_API_KEY="${sendgrid}"\nJIRA_EMAIL=\nOTHER=1\n`, ["OTHER"]],
    [
      "JSON by id",
      JSON.stringify({ openai: { api_key: openai, extra: 1 }, sendgrid: { api_key: sendgrid } }),
      ["openai.extra"],
    ],
    [
      "JSON by AWS name, as a store gives it",
      JSON.stringify({
        "qualisys/llm/openai": JSON.stringify({ api_key: openai }),
        "qualisys/email/sendgrid": { api_key: sendgrid },
        x: "y",
      }),
      ["x"],
    ],
  ])("takes what %s holds, and names what is nobody's", async (_, content, unknown) => {
    const planned = await take(content, true);
    expect(planned.credentials.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["openai", "import"],
      ["sendgrid", "import"],
    ]);
    expect(home.everything().filter((path) => path.endsWith(".age"))).toEqual([]);
    const done = await take(content);
    expect(done.unknown).toEqual(unknown);
    expect(await held(await secrets(), "openai")).toEqual({ api_key: openai });
    expect(await held(await secrets(), "sendgrid")).toEqual({ api_key: sendgrid });
    expect((await take(content)).credentials.map(({ outcome }) => outcome)).toEqual(["same", "same"]);
  });

  test("one value that cannot be right, and nothing is stored; every one of them is told", async () => {
    const errors = await errorsOf(() => take(`OPENAI_API_KEY=${openai}\nSENDGRID_API_KEY=SG.x\nJIRA_EMAIL=nobody\n`));
    expect(errors.map(({ code, facts, place }) => [code, facts.id, place?.line])).toEqual([
      ["CREDENTIAL_FORMAT", "sendgrid", 2],
      ["CREDENTIAL_FORMAT", "jira", 3],
    ]);
    expect(home.everything().filter((path) => path.endsWith(".age"))).toEqual([]);
  });

  test("leaves placeholders out and says so", async () => {
    const result = await take(`OPENAI_API_KEY=sk-...\nPAYPAL_CLIENT_ID=not-configured\nSENDGRID_API_KEY=${sendgrid}\n`);
    expect(result.placeholders).toEqual(["openai.api_key", "paypal-sandbox.client_id"]);
    expect(result.credentials.map(({ id }) => id)).toEqual(["sendgrid"]);
  });

  test("takes a store that was opened with age, edited and sealed again", async () => {
    await set(await secrets(), "openai", openai);
    const identity = readFileSync(join(dirname(home.root), ".config/avb/identity.txt"), "utf8");
    const key = { kind: "identity", text: new Secret(/^AGE-.*$/m.exec(identity)?.[0] ?? "") } as const;
    const { age } = home.world();
    const fields = { email: "bot@qualisys.io" };
    const document = {
      avb: 1,
      entries: {
        "third-party/jira": { versions: [{ fields }] },
        "third-party/slack": { removedAtMs: 1, versions: [{ fields: {} }] },
      },
    };
    expect((await take(await age.seal(JSON.stringify(document), key))).credentials).toMatchObject([
      { id: "jira", fields: ["email"] },
    ]);
    expect(await held(await secrets(), "jira")).toEqual(fields);
    const other = { kind: "identity", text: await age.makeIdentity() } as const;
    const [error] = await errorsOf(async () => take(await age.seal("{}", other)));
    expect([error?.code, error?.exitCode]).toEqual(["KEY_WRONG", 10]);
  });

  test("whatever the file holds, it ends with a result or with an error of the table that does not quote it", async () => {
    const bits = fc.constantFrom(
      "OPENAI_API_KEY",
      "=",
      "'",
      '"',
      "\n",
      "{",
      "}",
      ":",
      "openai",
      "api_key",
      "[",
      "\\",
      "canary0value1234",
      "\u0000",
      "ü",
      "-----BEGIN AGE ENCRYPTED FILE-----\n",
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: bits }), fc.uint8Array({ maxLength: 200 })), async (content) => {
        const result = await take(content, true).catch((error: unknown) => error);
        if (result instanceof AvbError || result instanceof AvbErrors) expect(result.message).not.toContain("canary");
        else expect(result).toMatchObject({ planned: true });
      }),
      { numRuns: 400 },
    );
  });
});
