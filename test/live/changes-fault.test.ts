import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "redis"] as const;

const web = {
  ...{ image: "busybox:1.35", command: ["httpd", "-f", "-p", "8000"], stop_grace_period: "1s" },
  ...{ ports: { http: 8000 }, probe: { port: "http", path: "/", status: 404 } },
};

interface Config {
  readonly services: Readonly<Record<string, object>>;
  readonly [key: string]: unknown;
}

const mailWith = ({ services, ...rest }: Config, change: object): Config => ({
  ...{ ...rest, services: { ...services, mail: { ...services.mail, ...change } } },
});

/** What somebody changes in `.devenvrc`, whom it concerns, and how it shows in the container. */
interface Change {
  readonly what: string;
  readonly make: (config: Config) => Config;
  readonly touches: string;
  readonly shows: (id: string) => string;
  readonly as: string | RegExp;
}

const inspect = (format: string) => (id: string) => docker("inspect", "--format", format, id);

const changes = (tag: string, slot: number): readonly Change[] => [
  {
    ...{
      what: "a variable",
      touches: "mail",
      make: (config) => mailWith(config, { environment: { COLOUR: "green" } }),
    },
    ...{ shows: (id) => docker("exec", id, "env"), as: "COLOUR=green" },
  },
  {
    what: "the variable's value",
    ...{ touches: "mail", make: (config) => mailWith(config, { environment: { COLOUR: "$blue" } }) },
    ...{ shows: (id) => docker("exec", id, "env"), as: "COLOUR=$blue" },
  },
  {
    ...{ what: "a limit", touches: "mail", make: (config) => mailWith(config, { mem_limit: "32m" }) },
    ...{ shows: inspect("{{.HostConfig.Memory}}"), as: String(32 * 1024 ** 2) },
  },
  {
    what: "the program and its port",
    touches: "mail",
    make: (config) => mailWith(config, { command: ["httpd", "-f", "-p", "8100"], ports: { http: 8100 } }),
    ...{ shows: (id) => docker("port", id), as: /^8100\/tcp -> 127\.0\.0\.1:/ },
  },
  {
    ...{ what: "the image", touches: "mail", make: (config) => mailWith(config, { image: tag }) },
    ...{ shows: inspect("{{.Config.Image}}"), as: tag },
  },
  {
    ...{ what: "a limit of a service", touches: "redis", make: (config) => ({ ...config, memory: { redis: "300m" } }) },
    ...{ shows: inspect("{{.HostConfig.Memory}}"), as: String(300 * 1024 ** 2) },
  },
  {
    what: "a port of this machine",
    ...{ touches: "redis", make: (config) => ({ ...config, ports: { redis: 65040 } }) },
    ...{ shows: (id) => docker("port", id), as: `6379/tcp -> 127.0.0.1:${65_040 + 50 * slot}` },
  },
];

needs(["engine", "busyboxImage", "dataImages"], "a change of the configuration", () => {
  test.each(ROUNDS)(
    "takes effect in the container that it concerns, and in no other (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const tag = `avb-test-busybox:${randomUUID().slice(0, 8)}`;
      docker("tag", "busybox:1.35", tag);
      onTestFinished(() => void docker("rmi", tag));
      let config: Config = { services: { mail: web, search: web } };
      const stack = await liveStack({ ".devenvrc": JSON.stringify(config) });
      await stack.trust();
      expectDone(await stack.avb(...UP));
      for (const { what, make, touches, shows, as } of changes(tag, Number(stack.slot))) {
        const before = await stack.ids();
        config = make(config);
        stack.put(".devenvrc", JSON.stringify(config));
        await stack.trust();
        expectDone(await stack.avb("up"));
        const after = await stack.ids();
        expect(after, what).toEqual({ ...before, [touches]: expect.any(String) });
        expect(after[touches], what).not.toBe(before[touches]);
        expect(shows(after[touches] ?? ""), what).toMatch(as);
        expect(await stack.json("up", "--plan"), what).toMatchObject({ plan: [] });
      }
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});
