// A corpus for the scan: values newly made in every form and every wrapping, and files of real packages that hold none.
import { generateKeyPairSync, randomBytes } from "node:crypto";

const WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const ALNUM = WORD.slice(0, 62);
const chars = (count, alphabet = WORD) =>
  [...randomBytes(count)].map((byte) => alphabet[byte % alphabet.length]).join("");
const hex = (count) => chars(count, "0123456789abcdef");
const upper = (count) => chars(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
const pem = (type, options, format) =>
  generateKeyPairSync(type, options).privateKey.export({ type: format, format: "pem" }).toString();

/** Each form: the variable it is given to, and a new value. */
const FORMS = [
  ["OPENAI_API_KEY", () => `sk-proj-${chars(74)}T3BlbkFJ${chars(74)}`],
  ["OPENAI_API_KEY", () => `sk-svcacct-${chars(74)}T3BlbkFJ${chars(74)}`],
  ["OPENAI_API_KEY", () => `sk-service-${chars(24)}T3BlbkFJ${chars(24)}`],
  ["OPENAI_API_KEY", () => `sk-${chars(20, ALNUM)}T3BlbkFJ${chars(20, ALNUM)}`],
  ["OPENAI_ADMIN_KEY", () => `sk-admin-${chars(58)}T3BlbkFJ${chars(58)}`],
  ["ANTHROPIC_API_KEY", () => `sk-ant-api03-${chars(93)}AA`],
  ["ANTHROPIC_ADMIN", () => `sk-ant-admin01-${chars(93)}AA`],
  ["GOOGLE_CLIENT_SECRET", () => `GOCSPX-${chars(28)}`],
  ["GOOGLE_CLIENT_SECRET", () => chars(24)],
  ["MAPS", () => `AIza${chars(35)}`],
  ["SENDGRID_API_KEY", () => `SG.${chars(22)}.${chars(43)}`],
  ["GITHUB_TOKEN", () => `ghs_1234567_eyJ${chars(30)}.eyJ${chars(300)}.${chars(86)}`],
  ["GITHUB_TOKEN", () => `ghs_${chars(36, ALNUM)}`],
  ["GITHUB_TOKEN", () => `ghp_${chars(36, ALNUM)}`],
  ["GITHUB_TOKEN", () => `github_pat_${chars(22, ALNUM)}_${chars(59, ALNUM)}`],
  ["GITHUB_APP_CLIENT_SECRET", () => hex(40)],
  ["GITHUB_APP_WEBHOOK_SECRET", () => hex(64)],
  ["GITHUB_APP_PRIVATE_KEY", () => pem("rsa", { modulusLength: 2048 }, "pkcs1")],
  ["GITHUB_APP_PRIVATE_KEY", () => pem("rsa", { modulusLength: 2048 }, "pkcs8")],
  ["SIGNING_PEM", () => pem("ec", { namedCurve: "P-256" }, "sec1")],
  ["JIRA_API_TOKEN", () => `ATATT3xFfGF0${chars(170)}=${hex(8).toUpperCase()}`],
  ["JIRA_API_TOKEN", () => chars(24, ALNUM)],
  [
    "SLACK_WEBHOOK_URL",
    () => `https://hooks.slack.com/services/T${chars(9, ALNUM)}/B${chars(9, ALNUM)}/${chars(24, ALNUM)}`,
  ],
  ["SLACK_BOT", () => `xoxb-${chars(12, "123456789")}-${chars(13, "123456789")}-${chars(24, ALNUM)}`],
  ["JWT_SECRET", () => chars(48)],
  ["PAYPAL_CLIENT_SECRET", () => `E${chars(79)}`],
  ["DATABASE_PASSWORD", () => chars(24, ALNUM)],
  ["DATABASE_URL", () => `postgresql://app:${chars(24, ALNUM)}@db.internal.qualisys.io:5432/app`],
  ["REDIS_URL", () => `rediss://:${chars(24, ALNUM)}@cache.internal.qualisys.io:6379`],
  ["MONGO", () => `mongodb+srv://app:${chars(20, ALNUM)}@cluster0.qualisys.io/app`],
  ["AWS_ACCESS_KEY_ID", () => `AKIA${upper(16)}`],
  ["AWS_SECRET_ACCESS_KEY", () => chars(40, `${ALNUM}+/`)],
  ["NPM_TOKEN", () => `npm_${chars(36, ALNUM)}`],
  ["VAULT_TOKEN", () => `hvs.${chars(90)}`],
  ["AGE_IDENTITY", () => `AGE-SECRET-KEY-1${upper(58)}`],
];

const escaped = (text) => JSON.stringify(text).slice(1, -1);
const indented = (text) => text.trimEnd().split("\n").join("\n    ");
const manifest = (head, name, value) =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n${head}:\n  ${name}: ${value}\n`;

/** Each wrapping: the file's name, and the text that holds the value. */
const WRAPPINGS = [
  ["app/.env", (name, value) => `PORT=3000\n${name}="${escaped(value)}"\nDEBUG=0\n`],
  ["app/.env.local", (name, value) => `${name}=${escaped(value)}\n`],
  ["compose.yaml", (name, value) => `services:\n  web:\n    environment:\n      ${name}: "${escaped(value)}"\n`],
  ["config.json", (name, value) => `${JSON.stringify({ port: 3000, [name]: value }, null, 2)}\n`],
  ["main.tf", (name, value) => `variable "x" {}\nlocals {\n  ${name.toLowerCase()} = "${escaped(value)}"\n}\n`],
  [
    "terraform.tfstate",
    (name, value) => JSON.stringify({ resources: [{ secret_string: JSON.stringify({ [name]: value }) }] }, null, 2),
  ],
  ["k8s/secret.yaml", (name, value) => manifest("data", name, Buffer.from(value).toString("base64"))],
  ["k8s/plain.yaml", (name, value) => manifest("stringData", name, `"${escaped(value)}"`)],
  [
    "k8s/deployment.yaml",
    (name, value) => `kind: Deployment\nspec:\n  env:\n    - name: ${name}\n      value: "${escaped(value)}"\n`,
  ],
  ["src/client.ts", (name, value) => `const ${name} = "${escaped(value)}";\nexport const client = make(${name});\n`],
  ["settings.py", (name, value) => `import os\n${name} = '${escaped(value)}'\n`],
  ["deploy.sh", (name, value) => `#!/bin/sh\nexport ${name}='${value}'\n`],
  [".github/workflows/ci.yml", (name, value) => `env:\n  ${name}: |\n    ${indented(value)}\n`],
  ["notes.md", (name, value) => `# Set-up\n\n\`\`\`\n${name}=${value}\n\`\`\`\n`],
  ["config.toml", (name, value) => `[app]\n${name.toLowerCase()} = "${escaped(value)}"\n`],
];

/** Every form in every wrapping: a folder's file, and the value that must be found in it. */
export function positives() {
  return FORMS.flatMap(([name, make]) =>
    WRAPPINGS.map(([file, wrap]) => {
      const value = make();
      return { file, name, value, text: wrap(name, value) };
    }),
  );
}

const sha = () => hex(40);
/** What looks like a secret and is none. */
const HARD = [
  () => `OPENAI_API_KEY=sk-...\nANTHROPIC_API_KEY=sk-ant-...\nSENDGRID_API_KEY=SG.xxxxxxxx\n`,
  () => `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`,
  () => `export const key = process.env.OPENAI_API_KEY;\nconst secret = config.get("JWT_SECRET");\n`,
  () => `import os\nDATABASE_PASSWORD = os.environ["DATABASE_PASSWORD"]\nJWT_SECRET = settings.JWT_SECRET_KEY_2\n`,
  () =>
    `{"integrity": "sha512-${randomBytes(64).toString("base64")}", "resolved": "https://registry/x-${sha()}.tgz"}\n`,
  () => `commit ${sha()}\nAuthor: A <a@b.c>\nDate: today\n\n    Fix ${sha().slice(0, 7)}\n`,
  () => `<img src="data:image/png;base64,${randomBytes(300).toString("base64")}">\n`,
  () => `uuid: ${crypto.randomUUID()}\nsha256: ${hex(64)}\ndigest: sha256:${hex(64)}\n`,
  () => `DATABASE_URL=postgresql://postgres:postgres@localhost:5432/app\nREDIS_URL=redis://localhost:6379\n`,
  () => `DATABASE_URL: postgresql://$\{DB_USER}:$\{DB_PASSWORD}@$\{DB_HOST}:5432/app\n`,
  () =>
    `-----BEGIN CERTIFICATE-----\n${randomBytes(600).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  () =>
    `-----BEGIN PUBLIC KEY-----\n${randomBytes(290).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END PUBLIC KEY-----\n`,
  () => `-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----\n`,
  () => `curl -H "Authorization: Bearer $TOKEN" https://user:$\{PASSWORD}@example.com/\n`,
  () => `const task = "task-proj-${chars(60)}"; const risk = "disk-${chars(60)}";\n`,
];

/** Documented examples, digests, references and public material, some of each. */
export const hardNegatives = (each) =>
  HARD.flatMap((make) => Array.from({ length: each }, () => make())).map((text, index) => ({
    file: `${index}/${["a.env", "b.yaml", "c.ts", "d.md", "e.json"][index % 5]}`,
    text,
  }));
