import { CUT_SHORT } from "../../domain/secret-scan.ts";
import { PLACEHOLDER_RULES } from "./placeholders.ts";
import { SECRET_RULES } from "./rules.ts";

/** What each rule finds, by its id; a rule of secretlint's is called after its package and message. */
export const RULE_TITLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...SECRET_RULES, ...PLACEHOLDER_RULES].map(({ id, title }) => [id, title])),
  assigned: "value of a credential's variable",
  "connection-password": "password in the address of a database",
  "address-password": "password in an address",
  "stored-placeholder": "placeholder in a store",
  "container-placeholder": "placeholder in a container's environment",
  [CUT_SHORT.own]: "more than a thousand findings of one kind, from here on not told",
  [CUT_SHORT.engine]: "more than a thousand findings of secretlint's rules, from here on only avb's own are looked for",
  "allow-expired": "entry of the allow-list that has expired",
  "aws/AWSAccessKeyID": "access key id of AWS",
  "aws/AWSSecretAccessKey": "secret access key of AWS",
  "npm/PackageJSON_xOauthToken": "GitHub token in an address",
  "npm/Npmrc_authToken": "token of an npm registry",
  "npm/NPM_ACCESS_TOKEN": "npm access token",
  "slack/SLACK_TOKEN": "Slack token",
  "shopify/SHOPIFY_KEY": "Shopify token",
  "github/GITHUB_TOKEN": "GitHub token",
  "openai/OPENAI_TOKEN": "OpenAI API key",
  "anthropic/ANTHROPIC_API_KEY": "Anthropic API key",
  "linear/LINEAR_API_TOKEN": "Linear API key",
  "1password/OPS_TOKEN": "1Password service account token",
  "privatekey/PrivateKey": "private key",
};

/** What a rule finds; its id for one that the table does not know. */
export const titleOf = (rule: string): string => RULE_TITLES[rule] ?? rule;
