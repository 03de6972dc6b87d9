import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AvbError, AvbErrors, formatError } from "../../src/domain/errors/avb-error.ts";
import { readFragmentFile, readFragments } from "../../src/flows/read-fragments.ts";
import { BAD_FRAGMENTS } from "../support/bad-fragments.ts";
import { fakeWorld } from "../support/fake-world.ts";

const FILE = "/avb/compose/web.yaml";
const GOOD = "services:\n  web:\n    image: web:1\n    x-avb-ready: none\n";

async function read(text: string) {
  const world = fakeWorld();
  world.files.put(FILE, text);
  return readFragmentFile(world, FILE, world.fragmentSchema.check);
}

async function problemsOf(text: string): Promise<readonly AvbError[]> {
  try {
    await read(text);
    return [];
  } catch (error) {
    if (error instanceof AvbErrors) return error.problems;
    if (error instanceof AvbError) return [error];
    throw error;
  }
}

describe("a fragment that is refused", () => {
  test.each(BAD_FRAGMENTS)("$title", async ({ text, at, says }) => {
    const [problem] = await problemsOf(text);
    if (problem === undefined) throw new Error("the fragment was accepted");
    const { file, line, column, keyPath } = problem.place ?? { file: "nowhere" };
    expect(problem.exitCode).toBe(3);
    expect(file).toBe(FILE);
    expect(`${[line, column].filter((part) => part !== undefined).join(":")} ${keyPath ?? ""}`).toBe(at);
    expect(formatError(problem)).toMatch(says);
    expect(formatError(problem)).not.toContain("\n");
  });

  test("shows every problem of the file at once", async () => {
    const problems = await problemsOf("services:\n  web:\n    image: web\n    privileged: true\n    pid: host\n");
    expect(problems.map(({ place }) => place?.keyPath)).toEqual([
      "services.web.image",
      "services.web.privileged",
      "services.web.pid",
      "services.web.healthcheck",
    ]);
  });

  test("is never a crash, whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.string({ unit: "binary" })), async (text) => {
        const problems = await problemsOf(text);
        expect(problems.every(({ exitCode }) => exitCode === 3)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a fragment that is accepted", () => {
  test("keeps a dollar sign as it is written", async () => {
    const fragment = await read(`${GOOD}    command: [echo, "a$", "\${HOME}", "$$"]\n`);
    expect(fragment.services.web?.command).toEqual(["echo", "a$", "\u0024{HOME}", "$$"]);
  });

  test("may end with Windows line ends and begin with a byte order mark", async () => {
    const fragment = await read(`\u{feff}${GOOD.replaceAll("\n", "\r\n")}`);
    expect(fragment.services.web?.image).toBe("web:1");
  });

  test.each([
    "web:1",
    "a/b:1",
    "quay.io/a/b:1.2-x",
    "localhost:5000/a:1",
    `web@sha256:${"0a".repeat(32)}`,
    `web:1@sha256:${"0a".repeat(32)}`,
  ])("may name the image %s", async (image) => {
    expect((await read(GOOD.replace("web:1", image))).services.web?.image).toBe(image);
  });
});

test("the same container in two fragments is refused", async () => {
  const world = fakeWorld();
  const base =
    "x-avb-defaults: {restart: on-failure:3, security_opt: ['no-new-privileges:true'], cap_drop: [ALL], mem_limit: 1g, pids_limit: 9, logging: {driver: json-file, options: {}}}\n";
  world.files.put("/avb/compose/base.yaml", base);
  world.files.put("/avb/compose/one.yaml", GOOD);
  world.files.put("/avb/compose/two.yaml", GOOD);
  await expect(readFragments(world, ["one", "two"])).rejects.toMatchObject({
    code: "FRAGMENT_NAME_TWICE",
    exitCode: 3,
  });
});

test("a fragment that is not there names the file", async () => {
  await expect(read(GOOD).then(() => readFragments(fakeWorld(), ["web"]))).rejects.toMatchObject({
    code: "FRAGMENT_MISSING",
  });
});
