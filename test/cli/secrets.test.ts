import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { formsOf } from "../support/canary-shapes.ts";
import { goodFor, PEM } from "../support/credential-samples.ts";
import { piped } from "../support/piped-avb.ts";
import { type AvbHome, type AvbRun, avbHome } from "../support/run-avb.ts";

const canaries = {
  openai: goodFor("openai-key"),
  sendgrid: goodFor("sendgrid-key"),
  pem: PEM.pkcs1,
  jwt: goodFor("signing-key"),
};
let home: AvbHome;
beforeAll(() => {
  home = avbHome();
});
afterAll(() => home.remove());

const leaks = (text: string) =>
  Object.entries(canaries).flatMap(([name, value]) =>
    formsOf(value).some((form) => text.includes(form)) ? [name] : [],
  );

describe("no value appears", () => {
  const runs: (AvbRun & { argv?: string })[] = [];

  test("in the output of any verb, in text or JSON, with the debug log on, right or wrong", async () => {
    const debug = { AVB_LOG: "debug" };
    writeFileSync(
      join(home.cwd, ".env"),
      `OPENAI_API_KEY='${canaries.openai}'\nSENDGRID_API_KEY='${canaries.sendgrid.slice(0, -1)}'\n`,
    );
    runs.push(await piped(home, ["secrets", "set", "openai"], canaries.openai, debug));
    runs.push(await piped(home, ["secrets", "set", "jwt"], `${canaries.jwt}\n`, debug));
    runs.push(
      await piped(home, ["secrets", "set", "github-app", "--field", "private_key", "--json"], canaries.pem, debug),
    );
    const verbs = [
      ...[
        "get openai",
        "get openai --json",
        "get openai --history",
        "status",
        "status --json",
        "check",
        "check --json",
      ],
      ...[
        "stores",
        "diff --from dotenv --to local",
        "diff --from dotenv --to local --json",
        "copy --from dotenv --to local --plan",
      ],
      ...[
        "copy --from dotenv --to local",
        "import .env",
        "import .env --json",
        "rotation",
        "rotation due --exit-code",
        "list",
      ],
      ...[
        "export",
        "export --out .env.out",
        "export --format k8s-literal --json",
        "show openai",
        "quotas",
        "export quotas.json",
      ],
      ...[
        "guide sendgrid --print",
        "rm openai",
        "get openai",
        "rm openai --undo",
        "set openai --environment production",
      ],
    ];
    for (const verb of verbs) runs.push(await home.run(["secrets", ...verb.split(" ")], debug));
    runs.push(await piped(home, ["secrets", "set", "sendgrid"], canaries.openai, debug));
    runs.push(await piped(home, ["secrets", "set", "sendgrid", "--json"], canaries.jwt, debug));
    for (const { stdout, stderr, argv = "" } of runs) expect(leaks(stdout + stderr + argv)).toEqual([]);
    expect(runs.slice(0, 3).map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(runs.slice(-2).map(({ status }) => status)).toEqual([3, 3]);
    expect(new Set(runs.map(({ status }) => status))).toEqual(new Set([0, 2, 3, 10, 14, 15]));
  });

  test("in any file but those that were asked to hold it", () => {
    const asked = [".env", ".env.out"];
    const files = readdirSync(home.folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !asked.some((one) => name.endsWith(`/${one}`)))
      .map((name) => join(home.folder, name))
      .filter((path) => statSync(path).isFile());
    expect(files.some((path) => path.endsWith("debug.log"))).toBe(true);
    for (const path of files) expect(leaks(readFileSync(path, "latin1")), path).toEqual([]);
    expect(statSync(join(home.cwd, ".env.out")).mode & 0o777).toBe(0o600);
  });

  test("until somebody asks for it: then it is whole", async () => {
    const { stdout } = await home.run(["secrets", "get", "github-app", "--field", "private_key", "--reveal"]);
    expect(stdout).toBe(canaries.pem);
    expect((await home.run(["secrets", "get", "jwt", "--reveal"])).stdout).toBe(`${canaries.jwt}\n`);
  });
});

test("four processes that write at once lose nothing", async () => {
  const fields = {
    email: "bot@qualisys.io",
    base_url: "https://qualisys.atlassian.net",
    api_token: goodFor("jira-token"),
  };
  const writers = [...Object.entries(fields), ["email", fields.email] as const];
  const done = await Promise.all(
    writers.map(([field, text]) => piped(home, ["secrets", "set", "jira", "--field", field], text)),
  );
  expect(done.map(({ status, stderr }) => [status, status === 0 ? "" : stderr])).toEqual(done.map(() => [0, ""]));
  expect(JSON.parse((await home.run(["secrets", "get", "jira", "--reveal"])).stdout)).toEqual(fields);
});

test("without a terminal nothing is asked: a passphrase ends with 10, a guide with 2", async () => {
  const other = { AVB_STATE_DIR: join(home.folder, "other") };
  const passphrase = await piped(home, ["secrets", "set", "openai", "--passphrase"], canaries.openai, other);
  expect([passphrase.status, passphrase.stderr]).toEqual([10, expect.stringContaining("[PASSPHRASE_NEEDED]")]);
  const guide = await home.run(["secrets", "guide", "openai"]);
  expect([guide.status, guide.stderr]).toEqual([2, expect.stringContaining("avb secrets guide openai --print")]);
});

test("the catalogue's tables, the calendar and the limits are printed for programs", async () => {
  const { stdout } = await home.run(["secrets", "list", "--json"]);
  const ids = JSON.parse(stdout).data.credentials.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(CREDENTIALS.map(({ id }) => id));
  expect((await home.run(["secrets", "rotation", "--format", "ics"])).stdout).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(JSON.parse((await home.run(["secrets", "export", "quotas.json"])).stdout).services.openai).toMatchObject({
    monthlyUsd: 200,
    tokensPerMinute: 300_000,
  });
  expect((await home.run(["completion", "bash"])).stdout).toContain("github-app");
});
