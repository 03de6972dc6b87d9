import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker, LIMITS, liveContainers, ownName, shell } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "redis"] as const;

/** Two containers of the repository's own beside Redis: quick to start, and nothing is kept in them. */
const OWN = JSON.stringify({
  services: Object.fromEntries(
    ["mail", "search"].map((name) => [
      name,
      {
        ...{ image: "busybox:1.35", command: ["httpd", "-f", "-p", "8000"], stop_grace_period: "1s" },
        ...{ ports: { http: 8000 }, probe: { port: "http", path: "/", status: 404 } },
      },
    ]),
  ),
});

async function usableStack(): Promise<LiveStack> {
  const stack = await liveStack({ ".devenvrc": OWN });
  await stack.trust();
  expectDone(await stack.avb(...UP));
  return stack;
}

/** What status says of each service. */
const stateOf = async (stack: LiveStack, service: string) => {
  const { services } = await stack.json("status");
  return (services as readonly { readonly service: string }[]).find((one) => one.service === service);
};

needs(["engine", "busyboxImage", "dataImages"], "what is done to containers behind avb's back", () => {
  test.each(ROUNDS)(
    "is told by status and healed by up, and the others keep their ids (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const stack = await usableStack();
      const before = await stack.ids();
      docker("rm", "--force", before.mail ?? "");
      expect(await stateOf(stack, "mail")).toMatchObject({ usable: false, runs: "nothing" });
      docker("kill", before.search ?? "");
      expect(await stateOf(stack, "search")).toMatchObject({ usable: false });
      expectDone(await stack.avb("up"));
      const after = await stack.ids();
      expect(after).toEqual({ ...before, mail: expect.any(String) });
      expect(after.mail).not.toBe(before.mail);
      expect(await stack.json("up", "--plan")).toMatchObject({ plan: [] });

      docker("pause", after.redis ?? "");
      expect(await stateOf(stack, "redis")).toMatchObject({ usable: false });
      expectDone(await stack.avb("up"));
      expect((await stack.container("redis")).life).toBe("running");
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );

  test.each(ROUNDS)(
    "a stranger on the network keeps it, and the next down ends that too (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const stack = await usableStack();
      const name = ownName();
      const [network = ""] = (await liveContainers.networks([`avb.root=${stack.root}`], LIMITS)).map((one) => one.name);
      const id = await liveContainers.create(
        name,
        shell(name, "sleep 600", { HostConfig: { NetworkMode: network } }),
        LIMITS,
      );
      await liveContainers.start(id, LIMITS);
      const first = await stack.avb("down");
      expect(first.status).toBe(13);
      expect(first.stderr).toContain(`the network ${network} cannot be removed while it is used by ${name}`);
      expect(await stack.containers()).toEqual([]);
      await stack.expectNoLeftovers();
      expect(await liveContainers.look(id, LIMITS)).toMatchObject({ life: "running" });
      docker("network", "disconnect", "--force", network, name);
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});
