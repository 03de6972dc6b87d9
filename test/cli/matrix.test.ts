import { afterAll, describe, expect, test } from "vitest";
import { matrix } from "../../src/flows/matrix.ts";
import { matrixMarkdown } from "../../src/ui/matrix-page.ts";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
afterAll(() => home.remove());

describe.concurrent("avb dev matrix", () => {
  test("prints a section as Markdown and nothing else", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "matrix", "--section", "vault", "--format", "markdown"]);
    expect(stdout).toBe(matrixMarkdown(matrix({ section: "vault" })));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("prints JSON that a program can read, bare with --format json and in the envelope with --json", async () => {
    const chosen = ["dev", "matrix", "--section", "env", "--mode", "live"];
    const [bare, wrapped] = await Promise.all([
      home.run([...chosen, "--format", "json"]),
      home.run([...chosen, "--json"]),
    ]);
    const expected = { sections: matrix({ section: "env", mode: "live" }) };
    expect(JSON.parse(bare.stdout)).toEqual(expected);
    expect(JSON.parse(wrapped.stdout)).toMatchObject({ ok: true, command: "dev matrix", data: expected });
  });

  test("an unknown section is a mistake of usage that names the sections", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "matrix", "--section", "ports"]);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^avb: .*services, modes, env, vault, opa, models, sync, tasks.*\[USAGE\]\n$/);
  });

  test("takes its choices from the environment too", async () => {
    const { stdout } = await home.run(["dev", "matrix"], { AVB_MATRIX_SECTION: "sync", AVB_MATRIX_FORMAT: "json" });
    expect(JSON.parse(stdout).sections.map(({ id }: { id: string }) => id)).toEqual(["sync"]);
  });
});
