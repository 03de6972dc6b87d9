import { describe, expect, test } from "vitest";
import type { Behaviour } from "../support/fake-container.ts";
import { liveWorld, well } from "../support/live-world.ts";

/** A stack whose container of this service writes down the programs that are run in it, by a word of their own. */
function asked(service: string, words: readonly string[], more: Behaviour = {}) {
  const live = liveWorld();
  live.engine.have("apache/kafka:4.3.1");
  const programs: string[] = [];
  const answer = well(service).exec;
  const exec: typeof answer = (command, env) => {
    programs.push(words.find((word) => command.join(" ").includes(word)) ?? command.join(" "));
    return answer?.(command, env) ?? { exitCode: 0, stdout: "", stderr: "" };
  };
  live.engine.behave(`-${service}`, well(service, { exec, ...more }));
  return { ...live, programs, start: () => live.up({ mode: "sandbox", with: [service], seed: false }) };
}

describe("a program is started in a container", () => {
  test("once for all that shows it to be usable, where its port tells that it is still there", async () => {
    const { start, programs } = asked("redis", ["ping", "set"]);
    await start();
    expect(programs).toEqual(["ping", "set"]);
  });

  test("only once somebody is there on its port, where that can be reached at all", async () => {
    let glances = 0;
    const late = asked("redis", ["ping", "set"], { tcp: () => (++glances < 4 ? undefined : "+PONG\r\n") });
    await late.start();
    expect([glances, late.programs]).toEqual([6, ["ping", "set"]]);
    const elsewhere = asked("redis", ["ping", "set"], { tcp: () => undefined });
    await elsewhere.start();
    expect(elsewhere.programs).toEqual(["ping", "set", "set", "set"]);
  });

  test("only once the service answers what starts none", async () => {
    const { start, programs, world } = asked("temporal", ["cluster health"]);
    const page = world.servers.get("http://127.0.0.1:65009");
    let asks = 0;
    world.servers.set("http://127.0.0.1:65009", (request) => {
      asks += 1;
      return asks < 5 ? undefined : page?.(request);
    });
    await start();
    expect([asks > 5, programs.filter((one) => one === "cluster health")]).toEqual([true, ["cluster health"]]);
  });

  test("that is dear not again while the container stands as it did", async () => {
    const { start, programs } = asked("kafka", ["kafka-topics.sh", "/dev/tcp"]);
    await start();
    expect(programs).toEqual(["/dev/tcp", "kafka-topics.sh"]);
    expect((await start()).plan).toEqual([]);
    expect(programs.slice(2)).toEqual(["/dev/tcp"]);
  });
});
