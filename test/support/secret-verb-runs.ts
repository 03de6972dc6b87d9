import { readdirSync } from "node:fs";

/** A command line of `avb secrets`, and what is piped into it. */
export interface SecretVerbRun {
  readonly args: string;
  /** The field of the canaries that comes on stdin. */
  readonly input?: "openai" | "sendgrid" | "jwt" | "pem" | "oauth";
  readonly env?: Readonly<Record<string, string>>;
  /** True where a refusal by a store that says back what it was sent is the point. */
  readonly isRefused?: true;
}

/** Verbs on stores that take them and on stores that refuse them, in the order in which they are run. */
const WRITTEN_RUNS: readonly SecretVerbRun[] = [
  { args: "set openai", input: "openai" },
  { args: "set jwt", input: "jwt" },
  { args: "set github-app --field private_key", input: "pem" },
  { args: "set sendgrid", input: "openai" },
  { args: "set google-oauth --store azure", input: "oauth" },
  { args: "set openai --store azure", input: "openai", isRefused: true },
  { args: "set github-app --field private_key --store azure", input: "pem", isRefused: true },
  { args: "set openai --store aws", input: "openai", isRefused: true },
  { args: "set github-app --field private_key --store aws", input: "pem", isRefused: true },
  { args: "copy --from local --to azure --plan" },
  { args: "copy --from local --to azure openai jwt github-app", isRefused: true },
  { args: "copy --from local --to azure" },
  { args: "copy --from local --to aws", isRefused: true },
  { args: "diff --from local --to azure" },
  { args: "get openai" },
  { args: "get openai --store azure" },
  { args: "get openai --store azure --history" },
  { args: "status --store local --store azure --store env" },
  { args: "check" },
  { args: "check openai --store azure" },
  { args: "list" },
  { args: "show openai" },
  { args: "quotas" },
  { args: "stores" },
  { args: "rotation" },
  { args: "rotation due --exit-code" },
  { args: "guide sendgrid --print" },
  { args: "import given.env" },
  { args: "import good.env" },
  { args: "import good.env --store azure", isRefused: true },
  { args: "export --out out.env" },
  { args: "export --format k8s-literal --out out.yaml" },
  { args: "scan given.env good.env" },
  { args: "gate --epic 1" },
  { args: "rm jwt" },
  { args: "rm openai --store azure" },
  { args: "rm openai --store azure --undo" },
];

const verbOf = ({ args }: SecretVerbRun): string =>
  args.startsWith("rotation due") ? "rotation-due" : (args.split(" ")[0] ?? "");
const known = new Set(WRITTEN_RUNS.map(verbOf));

/** Those, and every other verb that there is, without a word behind it. */
export const SECRET_VERB_RUNS: readonly SecretVerbRun[] = [
  ...WRITTEN_RUNS,
  ...readdirSync("src/commands/secrets")
    .map((name) => name.replace(/\.ts$/, ""))
    .filter((name) => !known.has(name))
    .map((name): SecretVerbRun => ({ args: name.replaceAll("-", " ") })),
];
