/** What can go wrong where secrets are near, and the command that meets it. */
export interface SecretFault {
  readonly name: string;
  readonly args: readonly string[];
  /** Files put in place of what is there: below the checkout, or below `state/` of the stack. The text is given what stood there. */
  readonly files?: Readonly<Record<string, (before: string) => string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** True where the server is killed before. */
  readonly killed?: true;
}

const CANARY = "canary0plain1234567890abcdefABCDEF";
const cut = (before: string): string => before.slice(0, -20);
const local = (text: string) => ({ ".devenvrc.local": () => text });

/** Faults beside which a secret stands; none of them may bring it to light. */
export const SECRET_FAULTS: readonly SecretFault[] = [
  { name: "nothing at all", args: ["dev", "status"] },
  { name: "a stack that is up already", args: ["dev", "up", "--plan"] },
  { name: "a configuration that is asked for", args: ["dev", "config", "--origin"] },
  { name: "a trust that is asked for", args: ["trust", "--show"] },
  { name: "values that are asked for", args: ["dev", "env"] },
  { name: "broken YAML behind a secret", args: ["dev", "up"], files: local(`env: {API_SECRET: ${CANARY}\n`) },
  { name: "a secret that is a list", args: ["dev", "up"], files: local(`env: {API_SECRET: [${CANARY}]}\n`) },
  { name: "a secret under a mistyped key", args: ["dev", "up"], files: local(`enw: {API_SECRET: ${CANARY}}\n`) },
  {
    name: "a secret twice",
    args: ["dev", "up"],
    files: local(`env: {API_SECRET: ${CANARY}, API_SECRET: ${CANARY}}\n`),
  },
  { name: "a secret where a reference is due", args: ["dev", "up"], files: local(`credentials: {x: ${CANARY}}\n`) },
  { name: "a server that was killed", args: ["dev", "token"], killed: true },
  { name: "a server that was killed and is started again", args: ["dev", "up"], killed: true },
  { name: "half a file of secrets", args: ["dev", "up"], files: { "state/secrets.json": cut }, killed: true },
  { name: "half a file of keys", args: ["dev", "up"], files: { "state/keys.json": cut }, killed: true },
  { name: "half a file of identities", args: ["dev", "up"], files: { "state/identities.json": cut }, killed: true },
  { name: "half a server's record", args: ["dev", "status"], files: { "state/instance.json": cut } },
  {
    name: "a server with another admin token",
    args: ["dev", "seed"],
    files: { "state/instance.json": (before) => before.replace(/("adminToken": ")[^"]*/, `$1${CANARY}`) },
  },
  {
    name: "an engine behind a password",
    args: ["dev", "doctor"],
    env: { DOCKER_HOST: `tcp://u:${CANARY}@127.0.0.1:1` },
  },
  { name: "a proxy with a password", args: ["dev", "doctor"], env: { HTTP_PROXY: `http://u:${CANARY}@127.0.0.1:1` } },
  { name: "an env file that cannot be written", args: ["dev", "env", "--write", "--out", "no/such/folder/.env"] },
  { name: "a command that fails", args: ["dev", "exec", "--", "false"] },
  { name: "a program that is not there", args: ["dev", "exec", "--", "no-such-program"] },
  { name: "a support bundle", args: ["dev", "doctor", "--bundle"] },
  { name: "a log that is read", args: ["dev", "logs", "--tail", "500"] },
];
