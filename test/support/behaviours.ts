/** What a program in a container does after its start, and what `up` must make of it. */
export interface ContainerBehaviour {
  /** The program of `sh -c`. */
  readonly script: string;
  /** What its healthcheck runs; without one nothing can be asked. */
  readonly health?: string;
  /** Further keys of its entry in `.devenvrc`. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** The code that `up` ends with; absent where the container can be used. */
  readonly code?: string;
  /** What must be said of it. */
  readonly says?: RegExp;
}

const WELL = "true";
const FOREVER = "sleep 3600";
const UNASKED = { "x-avb-ready": "none" };
const IN_TIME = { usable_within: 40 };
const TOO_SHORT = { usable_within: 6 };

/** Every way in which containers were seen to start, by name. */
export const BEHAVIOURS: Readonly<Record<string, ContainerBehaviour>> = {
  fine: { script: FOREVER, health: WELL },
  unasked: { script: FOREVER, more: UNASKED },
  "ends-with-0": { script: "exit 0", health: WELL, code: "SERVICE_CRASHED", says: /ended with 0/ },
  "ends-with-1": { script: "exit 1", health: WELL, code: "SERVICE_CRASHED", says: /ended with 1/ },
  "ends-after-2s": { script: "sleep 2; exit 1", health: WELL, code: "SERVICE_CRASHED" },
  "ends-after-2s-unasked": { script: "sleep 2; exit 1", more: UNASKED, code: "SERVICE_CRASHED" },
  "crash-loop": { script: "sleep 1; exit 9", health: WELL, code: "SERVICE_CRASHED", says: /restarted \d times/ },
  "third-time-lucky": {
    ...{ script: `echo x >> /starts; test $(wc -l < /starts) -gt 3 || exit 1; ${FOREVER}`, health: WELL },
  },
  unhealthy: { script: FOREVER, health: "false", more: TOO_SHORT, code: "SERVICE_NOT_READY", says: /within 6 s/ },
  "healthy-late": { script: `sleep 4; touch /well; ${FOREVER}`, health: "test -f /well", more: IN_TIME },
  "unhealthy-once": { script: FOREVER, health: "test -f /well || { touch /well; false; }", more: IN_TIME },
  flapping: {
    script: FOREVER,
    health: "test $(( $(date +%s) % 3 )) -ne 0",
    ...{ more: TOO_SHORT, code: "SERVICE_NOT_READY" },
  },
  "one-shot": { script: "sleep 1; exit 0", more: { restart: "no" } },
  "one-shot-failed": {
    script: "sleep 1; exit 3",
    more: { restart: "no" },
    code: "SERVICE_CRASHED",
    says: /ended with 3/,
  },
  "out-of-memory": {
    ...{ script: "sleep 1; tail /dev/zero", health: WELL, more: { mem_limit: "16m" } },
    ...{ code: "SERVICE_CRASHED", says: /want of memory.*128m: services.out-of-memory.mem_limit in .devenvrc/s },
  },
  "open-not-serving": {
    ...{ script: "while true; do nc -l -p 80 -e sleep 3600; done", code: "SERVICE_NOT_READY", says: /GET http/ },
    more: { ports: { http: 80 }, probe: { port: "http", path: "/" }, ...TOO_SHORT },
  },
  "nobody-listens": {
    ...{ script: FOREVER, code: "SERVICE_NOT_READY", says: /GET http/ },
    more: { ports: { http: 80 }, probe: { port: "http", path: "/" }, ...TOO_SHORT },
  },
  "serves-late": {
    script: "sleep 4; mkdir /www; echo hello > /www/index.html; exec httpd -f -p 80 -h /www",
    more: { ports: { http: 80 }, probe: { port: "http", path: "/" }, ...IN_TIME },
  },
  "hangs-at-stop": { script: "trap '' TERM; while true; do sleep 1; done", health: WELL },
};

/** A `.devenvrc` that has all of them, and of which each `up` leaves out all but one: JSON is YAML too. */
export const behavioursFile = (): string =>
  JSON.stringify({
    services: Object.fromEntries(Object.entries(BEHAVIOURS).map(([name, one]) => [name, entryOf(one)])),
  });

function entryOf({ script, health, more = {} }: ContainerBehaviour): object {
  const asked = health === undefined ? {} : { healthcheck: { test: ["CMD-SHELL", health], interval: "2s" } };
  return { image: "busybox:1.35", command: ["sh", "-c", script], stop_grace_period: "1s", ...asked, ...more };
}
