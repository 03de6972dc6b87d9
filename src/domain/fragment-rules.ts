/** The capabilities that a fragment may ask for; the defaults drop all (CIS Docker Benchmark 5.4). */
export const CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "IPC_LOCK", "SETGID", "SETUID"] as const;

/** A form that a text in a fragment must have, and how that is said to a person. */
export interface TextForm {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const DURATION = "a duration such as 500ms, 5s or 2m";

/** The texts of a fragment. An image is `[host[:port]/]path:tag`, or `…@sha256:digest` (grammar: distribution/reference). */
export const FORMS = {
  serviceName: {
    pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    allowed: "a name of a-z, 0-9 and single dashes that begins with a letter, at most 40 characters",
  },
  image: {
    pattern:
      /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::(?!latest(?:$|@))\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    allowed: "NAME:TAG with lower-case letters in NAME and a TAG other than latest, or NAME@sha256:DIGEST",
  },
  volume: {
    pattern: /^[a-z][a-z0-9-]*:\/[^:\0]*(?::ro)?$/,
    allowed: "VOLUME:/PATH or VOLUME:/PATH:ro, with VOLUME declared under volumes of the same file",
  },
  tmpfs: { pattern: /^\/[^:\0]*(?::[a-z0-9=,]+)?$/, allowed: "an absolute path in the container" },
  restart: { pattern: /^(?:no|on-failure:[1-5])$/, allowed: '"no", or on-failure:1 to on-failure:5' },
  size: { pattern: /^[1-9]\d{0,5}[mg]$/, allowed: "a size such as 256m or 1g" },
  duration: { pattern: /^[1-9]\d{0,5}(?:ms|s|m)$/, allowed: DURATION },
  signal: { pattern: /^SIG[A-Z0-9]{2,6}$/, allowed: "a signal such as SIGTERM" },
  user: { pattern: /^[a-z0-9_][a-z0-9_-]*(?::[a-z0-9_-]+)?$/, allowed: "USER or USER:GROUP, names or numbers" },
  path: { pattern: /^\/[^\0]*$/, allowed: "an absolute path in the container" },
} as const satisfies Record<string, TextForm>;

/** True for an image that is held to a version: by a tag or by a digest. */
export const isPinned = (image: string): boolean => /:[^/]+$/.test(image);

/** The longest name of a container within a project. */
export const LONGEST_NAME = 40;

const CATALOGUE = "remove it: it is a fact of the service and stands in src/services";
const ROOT = "gives the container power over the machine";
const REMOVE = "remove it";

/** Keys of compose that a fragment must not have: what is wrong with them, and what to do. */
export const REFUSED_KEYS: Readonly<Record<string, readonly [what: string, allowed: string]>> = {
  privileged: [ROOT, "remove it, and add what is really needed to cap_add"],
  devices: [ROOT, REMOVE],
  device_cgroup_rules: [ROOT, REMOVE],
  gpus: [ROOT, REMOVE],
  pid: ["shares the processes of the machine or of another container", REMOVE],
  ipc: ["shares memory with the machine or with another container", REMOVE],
  uts: ["shares the host name of the machine", REMOVE],
  cgroup: ["shares the control groups of the machine", REMOVE],
  cgroup_parent: ["leaves the control group of the container", REMOVE],
  network_mode: ["leaves the network of the stack", REMOVE],
  userns_mode: ["leaves the user namespace of the container", REMOVE],
  security_opt: ["loosens what the defaults close", "remove it: compose/base.yaml sets no-new-privileges for all"],
  cap_drop: ["is set for all in compose/base.yaml", REMOVE],
  sysctls: ["changes the kernel", REMOVE],
  provider: ["makes compose run a program on the machine", REMOVE],
  use_api_socket: ["hands the engine itself to the container", REMOVE],
  develop: ["makes compose watch files of the machine", REMOVE],
  post_start: ["runs commands in the container outside of its own start", REMOVE],
  pre_stop: ["runs commands in the container outside of its own end", REMOVE],
  build: ["builds instead of naming an image", "name a published image: image: NAME:TAG"],
  extends: ["brings in another file", "write the keys out"],
  include: ["brings in another file", "write the services out"],
  ports: ["publishes a port", "remove it: host ports stand in the catalogue and are bound to 127.0.0.1 only"],
  expose: ["repeats the ports of the catalogue", CATALOGUE],
  environment: ["holds values", CATALOGUE],
  env_file: ["holds values", CATALOGUE],
  depends_on: ["holds an order", CATALOGUE],
  secrets: ["holds values", CATALOGUE],
  configs: ["can read any file of the machine", CATALOGUE],
  labels: ["is set by avb", REMOVE],
  container_name: ["would be one name for every checkout", REMOVE],
  hostname: ["would hide the name by which others find the container", REMOVE],
  networks: ["is set by avb", REMOVE],
  profiles: ["is set by avb", "remove it, and use avb dev render --profiles"],
  logging: ["is set for all in compose/base.yaml", REMOVE],
  name: ["is set by avb for each checkout", REMOVE],
  version: ["has no meaning any more", REMOVE],
};
