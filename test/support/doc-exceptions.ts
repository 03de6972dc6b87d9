/** Commands of the pages that are not run, each with the reason. Whatever begins with one of these is meant. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm install": "needs the registry; test/cli/package.test.ts packs and installs",
  "npm pack && npm install --global": "installs into the machine; test/cli/package.test.ts does it in a folder",
  "npx vitest run": "is this suite itself",
  "avb dev up --mode live": "needs Lago's images; test/live starts the mode with the stand-in and without",
  "docker compose --file compose.yaml --file compose.app.yaml": "needs an application; test/live has one",
  "AVB_RECORD=1 npx vitest run": "is this suite itself, and writes into the repository",
};

/** Examples of commands that are not run, each with the reason. Whatever begins with one of these is meant. */
export const EXAMPLES_NOT_RUN: Readonly<Record<string, string>> = {
  "avb dev fixture |": "needs a Django application; test/flow/fixture.test.ts reads what it prints",
  "avb dev paypal verify-webhook": "needs a webhook as PayPal sent it; test/flow/paypal.test.ts verifies some",
  "avb secrets jwks": "needs a signing key; test/flow/secrets-jwks.test.ts has some",
  "VAULT_ADDR=https": "needs a Vault elsewhere; test/flow/vault-policies.test.ts has one",
};

/** Commands that end with another status than 0 here, each with the status and why. */
export const ENDS_WITH: Readonly<Record<string, readonly [status: number, why: string]>> = {
  "avb init": [2, "asks, and nobody is there to answer: it names the flag to use"],
  "avb secrets scan --staged": [
    2,
    "the pages' checkout is no repository of git; test/cli/secrets-scan-git.test.ts has one",
  ],
  "avb secrets scan --history --format sarif": [2, "the same"],
  "avb secrets scan src docs": [2, "the pages' checkout has no such folders"],
  "avb secrets gate --epic 1": [14, "nothing is stored there yet"],
  "avb secrets gate --epic 2 --environment staging": [14, "nothing is stored there yet"],
  "avb dev status --watch": [130, "stays until it is interrupted"],
};

/** Commands that stay until somebody stops them: they are interrupted, as by Ctrl-C, when their first line is there. */
export const STAYS: readonly string[] = ["avb dev status --watch"];

/** Commands that need a container engine. */
export const NEEDS_ENGINE: readonly RegExp[] = [/\bdocker\b/, /--for-containers/, /dev up .*--with/];

/** Pages whose first transcript shows a checkout in which nothing was ever started. */
export const FROM_NOTHING: readonly string[] = ["docs/getting-started.md", "docs/lifecycle.md"];

/**
 * Commands that speak of a stack of containers, of every checkout's left-overs, or of a registry. The pages' stack is the
 * sandbox alone: test/live/verbs.test.ts, locked-images.test.ts, whole-stack.test.ts and vault-seeds.test.ts type them where they mean something.
 */
export const OF_CONTAINERS: readonly RegExp[] = [
  /^avb dev (shell|stop|wait|clean|pull|lock)\b/,
  /^avb dev policies (diff|sync)\b/,
  /^avb dev (logs|restart|reset|wait) (keycloak|postgres|redis|vault|temporal|opa|lago)\b/,
  /^avb dev open temporal/,
];
