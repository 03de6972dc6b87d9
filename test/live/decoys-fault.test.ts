import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker, LIMITS, liveContainers, ownName, shell } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;

/** What a decoy may have in common with the stack: everything but the label by which avb knows its own. */
const DISGUISES: readonly ((labels: Readonly<Record<string, string>>) => Readonly<Record<string, string>>)[] = [
  () => ({}),
  (labels) => ({ ...labels, "avb.checkout": `${labels["avb.checkout"]}0` }),
  (labels) => ({ ...labels, "avb.slot": labels["avb.slot"] === "9" ? "8" : "9" }),
  ({ "avb.checkout": _, ...labels }) => labels,
  (labels) => ({ "com.docker.compose.project": labels["com.docker.compose.project"] ?? "" }),
];
const CONTAINERS = 15;
const VOLUMES = 13;
const NETWORKS = 2;

const decoyName = (name: string, like: string, at: number): string => `${like}-${name}-${at}`;

/** Makes thirty of them and answers their names. Their subnets are of this process, since an engine has few to give. */
async function plant(stack: LiveStack, name: string): Promise<readonly string[]> {
  const { name: like, labels } = await stack.container("redis");
  const disguise = (at: number) => DISGUISES[at % DISGUISES.length]?.(labels) ?? {};
  const flags = (at: number) => Object.entries(disguise(at)).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
  const names = (count: number, kind: string) =>
    Array.from({ length: count }, (_, at) => decoyName(name, `${like}${kind}`, at));
  const containers = names(CONTAINERS, "");
  await Promise.all(
    containers.map((one, at) => liveContainers.create(one, shell(one, "sleep 600", { Labels: disguise(at) }), LIMITS)),
  );
  for (const [at, one] of names(VOLUMES, "-data").entries()) docker("volume", "create", ...flags(at), one);
  for (const [at, one] of names(NETWORKS, "-net").entries())
    docker("network", "create", "--subnet", `10.215.${process.pid % 256}.${at * 8}/29`, ...flags(at), one);
  return planted(name);
}

const planted = (name: string): readonly string[] =>
  [
    docker("ps", "--all", "--format", "{{.Names}}", "--filter", `name=${name}`),
    docker("volume", "ls", "--format", "{{.Name}}", "--filter", `name=${name}`),
    docker("network", "ls", "--format", "{{.Name}}", "--filter", `name=${name}`),
  ].flatMap((text) => text.split("\n").filter(Boolean).sort());

needs(["engine", "busyboxImage", "dataImages"], "thirty decoys", () => {
  test.each(ROUNDS)(
    "that look like a stack's are left alone by all that ends it (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const stack = await liveStack();
      const name = ownName();
      expectDone(await stack.avb("up", "--mode", "sandbox", "--with", "redis"));
      const decoys = await plant(stack, name);
      expect(decoys).toHaveLength(CONTAINERS + VOLUMES + NETWORKS);
      expectDone(await stack.avb("up"));
      expectDone(await stack.avb("reset", "redis", "--yes"));
      expectDone(await stack.avb("stop"));
      expectDone(await stack.avb("down"));
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      const { plan } = await stack.json("clean", "--plan");
      const cleaned = (plan as readonly { readonly id: string }[]).map(({ id }) => id.replace(/^[a-z]+-/, ""));
      expect(decoys.filter((decoy) => cleaned.includes(decoy))).toEqual([]);
      expect(planted(name)).toEqual(decoys);
    },
  );
});
