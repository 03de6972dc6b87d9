import { expect, test } from "vitest";
import { typedSecretIn } from "../../src/credentials/typed-secrets.ts";

test.each([
  "aws secretsmanager put-secret-value --secret-id a --secret-string swordfish",
  ': 1700000000:0;aws secretsmanager put-secret-value --secret-string=\'{"api_key":"x"}\' --secret-id a',
  'aws secretsmanager create-secret --name a --secret-string "sword fish"',
  "aws --profile p secretsmanager update-secret --secret-string swordfish",
  "vault kv put secret/llm api_key=swordfish",
  "vault kv put -mount=secret llm a=@file b=swordfish",
  "az keyvault secret set --vault-name v --name n --value swordfish",
  "kubectl -n x create secret generic s --from-literal=key=swordfish",
])("'%s' typed a secret", (line) => expect(typedSecretIn(line)).toBeDefined());

test.each([
  "aws secretsmanager put-secret-value --secret-id a --secret-string file://key.json",
  'aws secretsmanager put-secret-value --secret-id a --secret-string "$KEY"',
  "aws secretsmanager put-secret-value --secret-id a --secret-string $(pass show key)",
  "vault kv put secret/llm @llm.json",
  "vault kv put secret/llm api_key=-",
  "vault kv put secret/llm api_key=@key",
  "vault kv get secret/llm",
  'az keyvault secret set --vault-name v --name n --value "$KEY"',
  "kubectl create secret generic s --from-literal=key=$KEY",
  "grep put-secret-value docs/*.md",
  "avb secrets set openai",
])("'%s' typed none", (line) => expect(typedSecretIn(line)).toBeUndefined());

test("what is told never holds the value", () => {
  expect(typedSecretIn("vault kv put secret/x key=swordfish")).toBe("vault kv put");
});
