import { describe, expect, test } from "vitest";
import type { DesiredContainer } from "../../src/domain/live/desired.ts";
import { schemaSteps } from "../../src/flows/live/kept-schema.ts";
import type { LiveRun } from "../../src/flows/live/live-steps.ts";
import { fakeWorld, giveEngine } from "../support/fake-world.ts";

const LIMITS = { timeoutMs: 1000 };
const FOLDER = "/home/dev/.cache/avb/keycloak-schema";

/** Both containers at a fake engine, whose PostgreSQL answers by what it is asked; `seen` is what was observed besides. */
async function firstStart({ tables = "0", fits = true, seen = {} } = {}) {
  const world = fakeWorld();
  const engine = giveEngine(world);
  engine.have("keycloak:1", "postgres:17");
  const asked: string[] = [];
  const answers: readonly (readonly [word: string, name: string, stdout: string, exitCode: number])[] = [
    ["--schema-only", "dump", "CREATE TABLE realm", 0],
    ["--data-only", "dump of changes", "COPY changes", 0],
    ["-f", "restore", "", fits ? 0 : 3],
    ["-c", "count", `${tables}\n`, 0],
  ];
  const exec = (command: readonly string[]) => {
    const [, name = "", stdout = "", exitCode = 1] = answers.find(([word]) => command.includes(word)) ?? [];
    asked.push(name);
    return { stdout, stderr: "", exitCode };
  };
  engine.behave("postgres", { exec });
  const ids = new Map<string, string>();
  for (const [name, Image] of [
    ["keycloak", "keycloak:1"],
    ["postgres", "postgres:17"],
  ] as const) {
    ids.set(name, await world.containers.create(name, { Image }, LIMITS));
    await world.containers.start(name, LIMITS);
  }
  const containers = ["keycloak", "postgres"].map((name) => ({ name, container: name, volumes: [`${name}-data`] }));
  const observed = { desired: { containers }, missingVolumes: new Set(["postgres-data"]), prepare: true, ...seen };
  const steps = schemaSteps({ ids, seen: observed } as unknown as LiveRun);
  const run = async (id: string) => {
    const told: string[] = [];
    const report = { progress: (text: string) => void told.push(text), say: () => {} };
    await steps.find((one) => one.id === id)?.run(world, report, AbortSignal.timeout(1000));
    return told;
  };
  const kept = () => [...world.files.entries.keys()].filter((path) => path.startsWith(`${FOLDER}/`));
  return { world, asked, steps, run, kept };
}

describe("the tables of Keycloak's new database", () => {
  test("are made by Keycloak where none are kept, and kept then for the next", async () => {
    const { asked, run, kept, steps } = await firstStart();
    expect(steps.map(({ after }) => after)).toEqual([["prepare-postgres", "create-keycloak"], ["usable-keycloak"]]);
    expect(await run("restore-keycloak")).toEqual(["none are kept; Keycloak makes them"]);
    expect(asked).toEqual([]);
    expect(await run("keep-keycloak")).toEqual(["kept"]);
    expect(kept()).toEqual([expect.stringMatching(/\/[0-9a-f]{16}\.sql$/)]);
    expect(asked).toEqual(["dump", "dump of changes"]);
    expect(await run("keep-keycloak")).toEqual(["they are kept"]);
  });

  test("are given to it in one go where they are kept", async () => {
    const { asked, run } = await firstStart();
    await run("keep-keycloak");
    expect(await run("restore-keycloak")).toEqual(["as an earlier start left them"]);
    expect(asked.slice(-2)).toEqual(["count", "restore"]);
  });

  test("are left as they are in a database that has some", async () => {
    const { asked, run } = await firstStart({ tables: "100" });
    await run("keep-keycloak");
    expect(await run("restore-keycloak")).toEqual(["it has some"]);
    expect(asked).not.toContain("restore");
  });

  test("that do not fit are thrown away, and Keycloak makes its own", async () => {
    const { run, kept } = await firstStart({ fits: false });
    await run("keep-keycloak");
    expect(await run("restore-keycloak")).toEqual([expect.stringContaining("Keycloak makes them")]);
    expect(kept()).toEqual([]);
  });

  test.each<[string, object]>([
    ["a volume that is there", { missingVolumes: new Set() }],
    ["--no-prepare", { prepare: false }],
    ["a stack without Keycloak", { desired: { containers: [] as DesiredContainer[] } }],
  ])("are nobody's matter with %s", async (_what, seen) => {
    expect((await firstStart({ seen })).steps).toEqual([]);
  });
});
