import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker, LIMITS, liveContainers } from "../support/live-engine.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;

needs(["engine", "dataImages", "keycloakImage"], "a Keycloak with too little memory", () => {
  test.each(ROUNDS)(
    "is told with the limit that helps, with which it alone is made anew (round %i)",
    {
      timeout: 12 * MINUTES,
    },
    async () => {
      const stack = await liveStack({ ".devenvrc": "memory: {keycloak: 80m}\n" });
      const up = ["up", "--mode", "sandbox", "--with", "keycloak", "--no-seed", "--timeout", "400"] as const;
      const { status, stderr } = await stack.avb(...up);
      expect(status, stderr).toBe(8);
      expect(stderr).toContain("[SERVICE_CRASHED]");
      expect(stderr).toMatch(/keycloak .*it was killed for want of memory/);
      expect(stderr).toContain("raise its limit to 160m: memory.keycloak in .devenvrc");
      stack.put(".devenvrc", "memory: {keycloak: 1g}\n");
      const { plan } = await stack.json(...up, "--plan");
      const steps = (plan as readonly { readonly id: string }[]).map(({ id }) => id);
      expect(steps).toContain("create-keycloak");
      expect(steps).not.toContain("create-postgres");
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});

needs(["engine", "dataImages"], "a volume that is full", () => {
  test.each(ROUNDS)(
    "is told as that, and up goes on once there is room (round %i)",
    {
      timeout: 6 * MINUTES,
    },
    async () => {
      const stack = await liveStack();
      const up = ["up", "--mode", "sandbox", "--with", "postgres"] as const;
      // The volume as avb labels it, but one that holds 16 MB.
      expectDone(await stack.avb(...up));
      expectDone(await stack.avb("down"));
      const [volume] = await liveContainers.volumes([`avb.root=${stack.root}`], LIMITS);
      const { name, labels } = volume ?? expect.fail("there is no volume");
      const make = (...options: readonly string[]) => {
        docker("volume", "rm", name);
        const marks = Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
        docker("volume", "create", ...marks, ...options.flatMap((one) => ["--opt", one]), name);
      };
      make("type=tmpfs", "device=tmpfs", "o=size=16m,uid=999,gid=999");
      const { status, stderr } = await stack.avb(...up);
      expect(status, stderr).toBe(8);
      expect(stderr).toContain("[SERVICE_CRASHED]");
      expect(stderr).toContain("the disk or its volume is full");
      expect(stderr).toMatch(/\| .*No space left on device/);
      expectDone(await stack.avb("down"));
      make();
      expectDone(await stack.avb(...up));
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});
