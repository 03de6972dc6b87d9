import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { copy, requireWhole } from "../../src/flows/secrets/copy.ts";
import { diffStores, requireSame } from "../../src/flows/secrets/diff.ts";
import { deliver, exportValues } from "../../src/flows/secrets/export-values.ts";
import { status } from "../../src/flows/secrets/status.ts";
import { goodFor, PEM } from "../support/credential-samples.ts";
import { held, secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const codes = async (act: () => unknown) =>
  (await errorsOf(async () => act())).map(({ code, exitCode }) => [code, exitCode]);
const secrets = () => secretsOf(home.world());
const openai = goodFor("openai-key");

describe("two stores", () => {
  test("are compared by fingerprint and made equal, what cannot be right apart", async () => {
    home.put(
      ".env",
      `OPENAI_API_KEY='${openai}'\nSENDGRID_API_KEY=REPLACE_WITH_SENDGRID_API_KEY\nSLACK_CHANNEL=#alerts\n`,
    );
    const both = { from: "dotenv", to: "local", ids: [] } as const;
    const plan = await copy(await secrets(), { ...both, plan: true });
    expect(
      plan.credentials.filter(({ outcome }) => outcome !== "absent").map(({ id, outcome }) => [id, outcome]),
    ).toEqual([
      ["openai", "copy"],
      ["sendgrid", "refused"],
      ["slack", "copy"],
    ]);
    expect(home.everything().filter((path) => path.endsWith(".age"))).toEqual([]);
    const done = await copy(await secrets(), { ...both, plan: false });
    expect(await codes(() => requireWhole(done))).toEqual([["STORE_PARTLY", 10]]);
    expect(await held(await secrets(), "openai")).toEqual({ api_key: openai });
    expect((await copy(await secrets(), { ...both, plan: false })).credentials[0]?.outcome).toBe("same");
    const difference = await diffStores(await secrets(), both);
    expect(difference.fields.map(({ id, state }) => [id, state])).toEqual([
      ["openai", "same"],
      ["sendgrid", "only in from"],
      ["slack", "same"],
    ]);
    expect(await codes(() => requireSame(difference))).toEqual([["CREDENTIAL_DIFFERS", 14]]);
    expect(JSON.stringify([plan, done, difference])).not.toContain(openai);
  });

  test("a line of .env that is none is told with its place, and the other stores are still shown", async () => {
    home.put(".env", "OPENAI_API_KEY=ok\nno assignment\n");
    const result = await status(await secrets());
    expect(result.unread).toMatchObject([{ store: "dotenv", code: "CREDENTIAL_LINE", exit: 3 }]);
    expect(result.credentials[0]?.stores.map(({ store }) => store)).toEqual(["local", "env"]);
  });
});

test("exported values arrive: a file for its owner alone that git leaves out, a Secret that decodes", async () => {
  await set(await secrets(), "github-app", PEM.pkcs1, { field: "private_key" });
  const request = { ids: ["github-app"], store: "local" } as const;
  const dotenv = await exportValues(await secrets(), { ...request, format: "dotenv" });
  expect(dotenv.text).toBe(`GITHUB_APP_PRIVATE_KEY='${PEM.pkcs1.trimEnd().replaceAll("\n", "\\n")}'\n`);
  const path = join(home.root, ".env.out");
  execFileSync("git", ["init", "--quiet", home.root]);
  const env = { AVB_STATE_DIR: home.state, PATH: process.env.PATH ?? "" };
  const file = { path, text: dotenv.text, isPrivate: true, force: false };
  await deliver(home.world({ env }), file);
  expect(await codes(() => deliver(home.world({ env }), { ...file, text: "other" }))).toEqual([
    ["CREDENTIAL_FILE_THERE", 3],
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(home.root, ".gitignore"), "utf8")).toBe("/.env.out\n");
  const { text } = await exportValues(await secrets(), { ...request, format: "k8s-literal" });
  const [, data = ""] = /private_key: (\S+)/.exec(text) ?? [];
  expect(Buffer.from(data, "base64").toString()).toBe(PEM.pkcs1);
});
