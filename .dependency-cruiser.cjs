// The direction of imports, and one door per third-party package. See docs/architecture.md.

/** What each layer may import from src/, by folder. */
const LAYERS = {
  domain: ["domain"],
  services: ["domain", "services"],
  credentials: ["domain", "credentials"],
  flows: ["domain", "services", "credentials", "flows"],
  sandbox: ["domain", "sandbox", "adapters"],
  adapters: ["domain", "adapters"],
  ui: ["domain", "ui"],
  commands: ["domain", "services/index", "flows", "ui", "avb-command"],
};

/** Layers that see the outside only through World. */
const PURE = ["domain", "services", "credentials", "flows"];

/** The files through which a package is reached. */
const DOORS = {
  "@oclif/core": ["^src/(avb-command(-flags|-secrets|-scan|-rotation)?|flag-words|main|failure|entry|oclif-plugin|command-table)\\.ts$", "^src/commands/"],
  "@aws-sdk/client-secrets-manager": ["^src/adapters/aws\\.ts$"],
  "@aws-sdk/client-sts": ["^src/adapters/aws\\.ts$"],
  "age-encryption": ["^src/adapters/age\\.ts$"],
  dockerode: ["^src/adapters/engine-connection\\.ts$"],
  "@azure/identity": ["^src/adapters/azure-identity\\.ts$"],
  "@azure/keyvault-secrets": ["^src/adapters/azure(-settings)?\\.ts$"],
  pg: ["^src/adapters/postgres-login\\.ts$"],
  "@redis/client": ["^src/adapters/redis-login\\.ts$"],
  execa: ["^src/adapters/shell\\.ts$"],
  "get-port": ["^src/adapters/sockets\\.ts$"],
  inquirer: ["^src/ui/ask\\.ts$"],
  jose: ["^src/adapters/jwt\\.ts$"],
  "@keycloak/keycloak-admin-client": ["^src/adapters/keycloak(-verbs|-kinds)?\\.ts$"],
  "lago-javascript-client": ["^src/adapters/lago(-verbs)?\\.ts$"],
  listr2: ["^src/ui/tasks\\.ts$"],
  "oidc-provider": ["^src/sandbox/oidc/provider(-context)?\\.ts$"],
  "@platformatic/kafka": ["^src/adapters/kafka\\.ts$"],
  "@secretlint/core": ["^src/adapters/secret-engine\\.ts$"],
  "@secretlint/secretlint-rule-preset-recommend": ["^src/adapters/secret-engine\\.ts$"],
  "@temporalio/client": ["^src/adapters/temporal(-link|-runs|-verbs)?\\.ts$"],
  "tar-stream": ["^src/adapters/tar\\.ts$"],
  yaml: ["^src/adapters/yaml\\.ts$"],
  zod: ["^src/adapters/[a-z]+-schema\\.ts$"],
};

const direction = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `${layer}-direction`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: allowed.map((target) => `^src/${target}`) },
}));

const pure = PURE.map((layer) => ({
  name: `${layer}-no-packages`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"] },
}));

const doors = Object.entries(DOORS).map(([name, files]) => ({
  name: `one-door-for-${name.replace(/\W+/g, "-")}`,
  severity: "error",
  from: { path: "^src/", pathNot: files },
  to: { path: `node_modules/${name}/` },
}));

const undoored = {
  name: "every-package-has-a-door",
  severity: "error",
  from: { path: "^src/" },
  to: { path: "node_modules/", pathNot: Object.keys(DOORS).concat("@types/node").map((name) => `node_modules/(@types/)?${name}/`) },
};

module.exports = {
  forbidden: [...direction, ...pure, ...doors, undoored, { name: "no-cycles", severity: "error", from: { path: "^src/" }, to: { circular: true } }],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
