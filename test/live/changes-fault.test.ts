import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import {
  type ChangedConfig,
  type ConfigurationChange,
  configurationChanges,
  inRounds,
  UNCHANGED,
} from "../support/configuration-changes.ts";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "sandbox", "--with", "redis,opa"] as const;

/** Makes the changes of one round, and sees that they show, in the containers that they concern and in no other. */
async function playRound(stack: LiveStack, round: readonly ConfigurationChange[], config: ChangedConfig) {
  const what = round.map((one) => one.what).join(", ");
  const before = await stack.ids();
  for (const [path, text] of round.flatMap(({ files = {} }) => Object.entries(files))) stack.put(path, text);
  stack.put(".devenvrc", JSON.stringify(config));
  await stack.trust();
  expectDone(await stack.avb("up"));
  const after = await stack.ids();
  const touched = round.flatMap(({ touches }) => touches ?? []);
  const anew = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(anew.toSorted(), what).toEqual(touched.toSorted());
  for (const { touches, shows } of round) await shows(stack, after[touches ?? ""] ?? "");
  expect(await stack.json("up", "--plan"), what).toMatchObject({ plan: [] });
}

needs(["engine", "busyboxImage", "dataImages", "liveImages"], "a change of the configuration", () => {
  test.each(ROUNDS)(
    "takes effect in the container that it concerns, and in no other (round %i)",
    { timeout: 8 * MINUTES },
    async () => {
      const tag = `avb-test-busybox:${randomUUID().slice(0, 8)}`;
      docker("tag", "busybox:1.35", tag);
      onTestFinished(() => void docker("rmi", tag));
      let config: ChangedConfig = UNCHANGED;
      const stack = await liveStack({ ".devenvrc": JSON.stringify(config) });
      await stack.trust();
      expectDone(await stack.avb(...UP));
      const changes = configurationChanges(tag, Number(stack.slot));
      expect(changes.length).toBeGreaterThanOrEqual(14);
      for (const round of inRounds(changes)) {
        config = round.reduce((so, { make }) => make(so), config);
        await playRound(stack, round, config);
      }
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});
