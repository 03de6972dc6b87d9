import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { needs } from "../support/needs.ts";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
const script = (shell: string) => join(home.folder, `completion.${shell}`);

beforeAll(async () => {
  for (const shell of ["bash", "fish", "zsh"]) {
    const { status, stdout, stderr } = await home.run(["completion", shell]);
    expect([status, stderr]).toEqual([0, ""]);
    writeFileSync(script(shell), stdout);
  }
});
afterAll(() => home.remove());

/** What may be asked: the words of the command line, the last one being completed, and some of the answers. */
const ASKED: readonly (readonly [words: readonly string[], expected: readonly string[]])[] = [
  [
    ["avb", ""],
    ["completion", "dev"],
  ],
  [["avb", "comp"], ["completion"]],
  [["avb", "dev", "mat"], ["matrix"]],
  [["avb", "dev", "render", "--prof"], ["--profiles"]],
  [["avb", "dev", "--json", "render", "--check", "--prof"], ["--profiles"]],
  [["avb", "dev", "render", "--mode", "l"], ["live"]],
  [["avb", "completion", "z"], ["zsh"]],
];

needs(["bash"], "completion in bash", () => {
  function answers(words: readonly string[]): readonly string[] {
    const ask =
      'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _avb; printf "%s\\n" "\u0024{COMPREPLY[@]}"';
    const out = execFileSync("bash", ["--norc", "-c", ask, "bash", script("bash"), ...words], { encoding: "utf8" });
    return out.split("\n").filter((line) => line !== "");
  }

  test.each(ASKED)("%j offers %j", (words, expected) => {
    const last = words.at(-1) ?? "";
    expect(answers(words)).toEqual(expect.arrayContaining([...expected]));
    for (const answer of answers(words)) expect(answer.startsWith(last)).toBe(true);
  });

  test("a value after an equals sign is completed", () => {
    expect(answers(["avb", "dev", "render", "--mode", "=", "sa"])).toEqual(["sandbox"]);
  });

  test("a flag with a free value leaves the files to bash", () => {
    expect(answers(["avb", "dev", "render", "--out", ""])).toEqual([]);
  });

  test("the words of another command are left alone", () => {
    expect(answers(["avb", "dev", "exec", "--", "d"])).toEqual([]);
  });

  test("it is registered for avb", () => {
    const out = execFileSync("bash", ["--norc", "-c", 'source "$1"; complete -p avb', "bash", script("bash")]);
    expect(String(out)).toContain("-F _avb avb");
  });
});

needs(["fish"], "completion in fish", () => {
  test.each(ASKED)("%j offers %j", (words, expected) => {
    const ask = 'source $argv[1]; complete -C "$argv[2]"';
    const out = execFileSync("fish", ["--no-config", "-c", ask, script("fish"), words.join(" ")], {
      encoding: "utf8",
      env: { ...process.env, HOME: home.folder },
    });
    const offered = out.split("\n").map((line) => line.split("\t")[0]);
    expect(offered).toEqual(expect.arrayContaining([...expected]));
  });
});

needs(["zsh"], "completion in zsh", () => {
  test("the script has no syntax error", () => {
    expect(spawnSync("zsh", ["-n", script("zsh")], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

test("an unknown shell is a usage error", async () => {
  const { status, stderr } = await home.run(["completion", "tcsh"]);
  expect([status, stderr.includes("bash, fish, zsh")]).toEqual([2, true]);
});
