import type { Defect } from "./clean-machine.ts";

/** What can be wrong with the process that was started, and with what avb is installed in. */
export const ENVIRONMENT_DEFECTS: readonly Defect[] = [
  {
    name: "an old Node",
    ...{ check: "node", state: "fail", says: /Node 20\.18\.9 is older than 20\.19/ },
    host: { node: "20.18.9" },
  },
  {
    name: "COMPOSE_FILE in the environment",
    ...{ check: "interference", state: "warn", says: /^COMPOSE_FILE is set in the environment; avb ignores it/ },
    host: { env: { COMPOSE_FILE: "x.yaml", COMPOSE_PROFILES: "" } },
  },
  {
    name: "a proxy for this machine's own addresses",
    ...{
      check: "proxy",
      state: "warn",
      says: /HTTP_PROXY is set and NO_PROXY does not name localhost and 127\.0\.0\.1/,
    },
    host: { env: { HTTP_PROXY: "http://u:swordfish@proxy:3128" } },
  },
  {
    name: "a NO_PROXY that leaves an address in",
    ...{ check: "proxy", state: "warn", says: /https_proxy is set and no_proxy does not name 127\.0\.0\.1/ },
    host: { env: { https_proxy: "http://proxy:3128", no_proxy: "localhost,.corp" } },
  },
  {
    name: "a proxy without a scheme",
    ...{ check: "proxy", state: "warn", says: /HTTPS_PROXY does not begin with http/ },
    host: { env: { HTTPS_PROXY: "proxy:3128", NO_PROXY: "*" } },
  },
  {
    name: "the current folder in PATH",
    ...{ check: "path", state: "warn", says: /PATH has '\.', an empty entry, which means a folder below/ },
    host: { env: { PATH: ".:/usr/bin::/bin" } },
  },
  {
    name: "certificates that are not there",
    ...{ check: "node-options", state: "warn", says: /NODE_EXTRA_CA_CERTS names \/etc\/corp\.pem, which is not there/ },
    host: { env: { NODE_EXTRA_CA_CERTS: "/etc/corp.pem" } },
  },
  {
    name: "a debugger for every program",
    ...{ check: "node-options", state: "warn", says: /NODE_OPTIONS has --inspect=9229/ },
    host: { env: { NODE_OPTIONS: "--max-old-space-size=512 --inspect=9229" } },
  },
  {
    name: "certificates that nobody checks",
    ...{ check: "node-options", state: "warn", says: /believe any certificate/ },
    host: { env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } },
  },
  {
    name: "a home that is not there",
    ...{ check: "home", state: "warn", says: /HOME is \/nonexistent, which is not there/ },
    host: { home: "/nonexistent" },
  },
  {
    name: "the home of root after sudo",
    ...{ check: "home", state: "warn", says: /\/root, which belongs to user 0/ },
    host: { home: "/root" },
    plant: (world) => world.files.put("/root", "", { kind: "directory", mode: 0o700, uid: 0 }),
  },
  {
    name: "a part of avb that is missing",
    ...{ check: "package", state: "fail", says: /\/avb\/dist\/sandbox\.cjs is missing/ },
    plant: (world) => void world.files.entries.delete("/avb/dist/sandbox.cjs"),
  },
  {
    name: "a program of avb's that everybody may change",
    ...{ check: "package", state: "warn", says: /\/avb\/dist\/avb\.cjs can be written by every user \(mode 0666\)/ },
    plant: (world) => world.files.put("/avb/dist/avb.cjs", "", { mode: 0o666, uid: 0 }),
  },
  {
    name: "a code cache that is open to others",
    ...{ check: "code-cache", state: "warn", says: /\.cache\/avb\/code is open to other users \(mode 0777\)/ },
    plant: (world) => world.files.put("/home/dev/.cache/avb/code", "", { kind: "directory", mode: 0o777 }),
  },
  {
    name: "a code cache that belongs to root",
    ...{ check: "code-cache", state: "warn", says: /code belongs to user 0, so avb can keep no code in it/ },
    plant: (world) => world.files.put("/home/dev/.cache/avb/code", "", { kind: "directory", mode: 0o700, uid: 0 }),
  },
  {
    name: "state on a Windows drive",
    ...{ check: "file-system", state: "warn", says: /\/mnt\/c\/avb\/shop-.* lies on a Windows drive/ },
    host: { version: "5.15.153.1-microsoft-standard-WSL2", env: { AVB_STATE_DIR: "/mnt/c/avb" } },
  },
];
