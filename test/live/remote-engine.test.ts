import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { type RemoteEngine, remoteEngine } from "../support/remote-engine.ts";

const MINUTES = 60_000;

/** What a Redis says to a greeting on a port of this machine. */
const greet = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const say = (what: string) => {
      socket.destroy();
      resolve(what);
    };
    socket.setTimeout(3000, () => say("silence"));
    socket.on("error", (error: NodeJS.ErrnoException) => say(error.code ?? error.message));
    socket.on("close", () => say("closed")).on("data", (data) => say(String(data).trim()));
    socket.on("connect", () => socket.write("PING\r\n"));
  });

/** Usable only with its secret, which no folder of this machine can give it. */
const NOTE = `services:
  note:
    image: busybox:1.35
    user: "1000"
    command: [sleep, "9999"]
    init: true
    environment: {WORD: "\${secret:note/word}"}
    healthcheck: {test: [CMD, test, -s, /run/secrets/note-word], interval: 1s}
`;

const OWN_POLICY = "package reports\n\nallow if input.n == 1\n";

const opaOf = ({ docker }: Pick<RemoteEngine, "docker">): string => docker("ps", "--quiet", "--filter", "name=-opa");

/** What OPA answers to a question about the team's own policy, at the address that is told. */
const decide = async (address: string): Promise<unknown> =>
  (
    await fetch(`${new URL(address).origin}/v1/data/reports/allow`, { method: "POST", body: '{"input": {"n": 1}}' })
  ).json();

needs(
  ["ownEngine", "sshd", "dataImages", "busyboxImage", "liveImages"],
  "an engine of another machine, behind ssh",
  () => {
    test("is used where that is allowed, as if its ports were here", { timeout: 5 * MINUTES }, async () => {
      const engine = await remoteEngine("redis:8.0", "busybox:1.35", "openpolicyagent/opa:1.20.1");
      const stack = await liveStack({ ".devenvrc": NOTE, "own.rego": OWN_POLICY });
      await stack.trust();
      const env = { AVB_SLOT: stack.slot, DOCKER_HOST: engine.address, PATH: engine.PATH };
      const avb = (...args: readonly string[]) => stack.home.run(["dev", ...args], env);
      const json = async (...args: readonly string[]) => JSON.parse((await avb(...args, "--json")).stdout).data;
      const UP = ["up", "--mode", "sandbox", "--with", "redis,opa"] as const;

      const refused = await avb(...UP);
      expect([refused.status, refused.stderr]).toEqual([15, expect.stringContaining("--allow-remote")]);
      expect(engine.docker("ps", "--all", "--quiet")).toBe("");
      expectDone(await avb(...UP, "--allow-remote"));
      expect(engine.docker("ps", "--format", "{{.Names}}").split("\n")).toHaveLength(3);
      const { services, remarks } = await json("status");
      const redis = services.find(({ service }: { service: string }) => service === "redis");
      expect(redis).toMatchObject({ usable: true, address: expect.stringMatching(/^redis:\/\/.*localhost:\d+/) });
      expect(remarks).toEqual([expect.stringMatching(/^the containers run at ssh:\/\/box.*brings their ports here$/)]);
      const record = () => JSON.parse(readFileSync(join(stack.stateFolder(), "forwards.json"), "utf8"));
      const [port] = record().ports;
      expect(await greet(port)).toBe("+PONG");
      expect(await json("up")).toMatchObject({ plan: [] });

      // No folder of this machine is mounted there: policies go in with the container, and later over OPA's own API.
      expect(engine.docker("inspect", "--format", "{{.HostConfig.Binds}}", "--", opaOf(engine))).not.toContain("/opa:");
      expect(await json("seed", "opa")).toMatchObject({ written: 0 });
      const before = opaOf(engine);
      stack.put(".devenvrc", `${NOTE}seeds: {opa: [own.rego]}\n`);
      await stack.trust();
      expect((await json("up")).plan.map(({ id }: { id: string }) => id)).toContain("seed-opa");
      const { address } = (await json("status")).services.find(({ service }: { service: string }) => service === "opa");
      expect(await decide(address)).toMatchObject({ result: true });
      engine.docker("restart", "--time", "1", before);
      expectDone(await avb("up"));
      expect(opaOf(engine)).toBe(before);
      expect(await decide(address)).toMatchObject({ result: true });

      process.kill(record().pid, "SIGKILL");
      await expect.poll(() => greet(port)).toBe("ECONNREFUSED");
      const dead = await json("status");
      expect(dead).toMatchObject({
        state: "not usable",
        remarks: [expect.stringContaining("has ended; start it again")],
      });
      const healed = await json("up");
      expect(healed.plan.map(({ id }: { id: string }) => id)).toContain("forward");
      expect(healed.plan.map(({ id }: { id: string }) => id)).not.toContain("start-redis");
      expect(await greet(port)).toBe("+PONG");

      engine.cut();
      await expect.poll(() => greet(port)).toBe("ECONNREFUSED");
      const lost = await avb("up");
      expect([lost.status, lost.stderr]).toEqual([6, expect.stringContaining("[ENGINE_SSH_FAILED]")]);
      engine.again();
      expectDone(await avb("up"));
      expect(await greet(port)).toBe("+PONG");

      expectDone(await avb("down", "--volumes", "--yes"));
      expect(await greet(port)).toBe("ECONNREFUSED");
      expect(engine.docker("ps", "--all", "--quiet")).toBe("");
      expect((await avb("status")).stdout).not.toContain("ssh");
    });
  },
);
