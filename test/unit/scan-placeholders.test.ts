import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { isConfiguration } from "../../src/credentials/scan/file-kinds.ts";
import { placeholderHits, placeholderOwners, placeholderRulesFor } from "../../src/credentials/scan/placeholders.ts";

const owners = placeholderOwners(CREDENTIALS);
const found = (path: string, text: string) =>
  placeholderRulesFor({ path, text })
    .flatMap((rule) => [...placeholderHits(text, rule, owners)])
    .map(({ start, end, credential }) => [text.slice(start, end), credential]);

describe("a placeholder in a file that is used as it stands", () => {
  test("of the Terraform module is found, with the credential that it is called after", () => {
    const text = 'secret_string = jsonencode({ api_key = "REPLACE_WITH_ACTUAL_OPENAI_API_KEY" })\n';
    expect(found("infra/secrets.tf", text)).toEqual([["REPLACE_WITH_ACTUAL_OPENAI_API_KEY", "openai"]]);
  });

  test("in angle brackets is found, and belongs to whom its line names", () => {
    const text = "SENDGRID_API_KEY: <YOUR_KEY>\nrole: arn:aws:iam::<ACCOUNT_ID>:role/x\n";
    expect(found("values.yaml", text)).toEqual([
      ["<YOUR_KEY>", "sendgrid"],
      ["<ACCOUNT_ID>", undefined],
    ]);
  });

  test("that nothing has filled in is found in a manifest alone", () => {
    const reference = ["$", "{KEY_VAULT_URI}"].join("");
    const text = `vaultUrl: ${reference}\n`;
    expect(found("store.yaml", `apiVersion: v1\nkind: ClusterSecretStore\nspec:\n  ${text}`)).toEqual([
      [reference, undefined],
    ]);
    expect(found("compose.yaml", text)).toEqual([]);
  });

  test.each(["changeme", "CHANGE_ME", "change-it", "todo", "your-password"])(
    "the word %s is found as a secret's value",
    (word) => {
      expect(found(".env", `DATABASE_PASSWORD=${word}\n`)).toEqual([[word, "database"]]);
      expect(found(".env", `# ${word} when there is time\nNAME=${word}\n`)).toEqual([]);
    },
  );
});

test.each([
  ...[
    [".env", true],
    ["app/.env.production", true],
    ["main.tf", true],
    ["terraform.tfstate.backup", true],
  ],
  ...[
    [".env.example", false],
    ["values.sample.yaml", false],
    ["examples/app.yaml", false],
    ["README.md", false],
  ],
  ...[
    ["src/a.ts", false],
    ["package-lock.json", false],
  ],
] as const)("%s is configuration: %s", (path, is) => {
  expect(isConfiguration(String(path))).toBe(is);
  expect(found(String(path), "a: REPLACE_WITH_X\n")).toHaveLength(is ? 1 : 0);
});
