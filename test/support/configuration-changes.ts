import { expect } from "vitest";
import { docker } from "./live-engine.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";
import { reference } from "./own-world.ts";

/** A `.devenvrc` as far as the changes go; JSON is YAML too. */
export interface ChangedConfig {
  readonly services: Readonly<Record<string, object>>;
  readonly [key: string]: unknown;
}

/** A small server, quick to start and to end. */
const SERVER = {
  ...{ image: "busybox:1.35", command: ["httpd", "-f", "-p", "8000"], stop_grace_period: "1s" },
  ...{ ports: { http: 8000 }, probe: { port: "http", path: "/", status: 404 } },
};

/** Two containers of the repository's own, before anything is changed. */
export const UNCHANGED: ChangedConfig = { services: { mail: SERVER, search: SERVER } };

/** What somebody changes, whom it concerns, and how it shows. */
export interface ConfigurationChange {
  readonly what: string;
  readonly make: (config: ChangedConfig) => ChangedConfig;
  /** Files of the repository that change with it. */
  readonly files?: Readonly<Record<string, string>>;
  /** The container that is made anew; undefined where none is. */
  readonly touches?: "mail" | "search" | "redis";
  /** Fails unless the effect is there. */
  readonly shows: (stack: LiveStack, id: string) => void | Promise<void>;
}

const own = (name: "mail" | "search", change: object): Pick<ConfigurationChange, "make" | "touches"> => ({
  touches: name,
  make: ({ services, ...rest }) => ({
    ...rest,
    services: { ...services, [name]: { ...services[name], ...change } },
  }),
});

const top = (change: object): Pick<ConfigurationChange, "make"> => ({ make: (config) => ({ ...config, ...change }) });

/** What docker's own client says of the container, or what a program in it does. */
const said =
  (as: string | RegExp, ...args: readonly string[]): ConfigurationChange["shows"] =>
  (_stack, id) =>
    expect(docker(...args.map((arg) => (arg === "ID" ? id : arg)))).toMatch(as);

const inspected = (as: string | RegExp, format: string) => said(as, "inspect", "--format", format, "ID");
const inside = (as: string | RegExp, ...command: readonly string[]) => said(as, "exec", "ID", ...command);

/** What OPA answers to this of a package of the repository's own. */
const decided =
  (n: number): ConfigurationChange["shows"] =>
  async (stack) => {
    const port = (await stack.container("opa")).ports.get(8181);
    const body = JSON.stringify({ input: { n } });
    const answer = await fetch(`http://127.0.0.1:${port}/v1/data/reports/allow`, { method: "POST", body });
    expect(await answer.json()).toMatchObject({ result: true });
  };

const policy = (n: number) => ({ "own.rego": `package reports\n\nallow if input.n == ${n}\n` });

/** Kinds of change (P10), in an order in which each stands upon those before it; `tag` is another name of busybox. */
export const configurationChanges = (tag: string, slot: number): readonly ConfigurationChange[] => [
  { what: "a variable", ...own("mail", { environment: { COLOUR: "green" } }), shows: inside("COLOUR=green", "env") },
  { what: "a limit", ...own("search", { mem_limit: "32m" }), shows: inspected(/^33554432$/, "{{.HostConfig.Memory}}") },
  {
    ...{ what: "a limit of a service", touches: "redis", ...top({ memory: { redis: "300m" } }) },
    shows: inspected(/^314572800$/, "{{.HostConfig.Memory}}"),
  },
  { what: "a policy", ...top({ seeds: { opa: ["own.rego"] } }), files: policy(1), shows: decided(1) },
  {
    ...{ what: "a variable's value", ...own("mail", { environment: { COLOUR: "$blue" } }) },
    shows: inside("COLOUR=$blue", "env"),
  },
  { what: "the image", ...own("search", { image: tag }), shows: inspected(tag, "{{.Config.Image}}") },
  {
    ...{ what: "a port of this machine", touches: "redis", ...top({ ports: { redis: 65040 } }) },
    shows: said(`6379/tcp -> 127.0.0.1:${65_040 + 50 * slot}`, "port", "ID"),
  },
  { what: "the text of a policy", make: (config) => config, files: policy(2), shows: decided(2) },
  {
    what: "the program and its port",
    ...own("mail", { command: ["httpd", "-f", "-p", "8100"], ports: { http: 8100 } }),
    shows: said(/^8100\/tcp -> 127\.0\.0\.1:/, "port", "ID"),
  },
  {
    ...{ what: "a volume", ...own("search", { volumes: ["box:/box"] }) },
    shows: inspected("own-box:/box", "{{range .Mounts}}{{.Name}}:{{.Destination}} {{end}}"),
  },
  {
    what: "a user of the realm",
    ...top({ users: [{ username: "auditor", roles: ["viewer"], groups: [] }] }),
    shows: async (stack) => {
      expect(expectDone(await stack.avb("token", "--user", "auditor", "--decode")).stdout).toContain("auditor");
    },
  },
  {
    ...{ what: "a secret", ...own("mail", { user: "1000", environment: { WORD: reference("secret:mail/one") } }) },
    shows: inside(/^32 /, "wc", "-c", "/run/secrets/mail-one"),
  },
  {
    what: "a folder in memory",
    ...own("search", { tmpfs: ["/scratch"] }),
    shows: inside("tmpfs on /scratch ", "mount"),
  },
  {
    ...{ what: "another secret", ...own("mail", { environment: { WORD: reference("secret:mail/two") } }) },
    shows: inside(/^mail-two$/, "ls", "/run/secrets"),
  },
  {
    what: "the healthcheck",
    ...own("search", { healthcheck: { test: ["CMD", "true"], interval: "5s" } }),
    shows: inspected("[CMD true] 5s", "{{.Config.Healthcheck.Test}} {{.Config.Healthcheck.Interval}}"),
  },
  {
    ...{ what: "the time to stop", ...own("mail", { stop_grace_period: "3s" }) },
    shows: inspected(/^3$/, "{{.Config.StopTimeout}}"),
  },
  {
    what: "a first process of its own",
    ...own("search", { init: true }),
    shows: inspected("true", "{{.HostConfig.Init}}"),
  },
];

/** The changes in rounds, in none of which a container is concerned twice: one `up` for each. */
export function inRounds(changes: readonly ConfigurationChange[]): readonly (readonly ConfigurationChange[])[] {
  const rounds: ConfigurationChange[][] = [];
  for (const change of changes) {
    const last = rounds.at(-1);
    if (last === undefined || last.some(({ touches }) => touches === change.touches)) rounds.push([change]);
    else last.push(change);
  }
  return rounds;
}
