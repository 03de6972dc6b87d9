import { describe, expect, test } from "vitest";
import { readStagedDiff } from "../../src/domain/staged-diff.ts";

const OLD = "1".repeat(40);
const NEW = "2".repeat(40);
const diff = (name: string, body: string) =>
  `diff --git a/${name} b/${name}\nindex ${OLD}..${NEW} 100644\n--- a/${name}\n+++ b/${name}\n${body}`;

describe("a staged diff", () => {
  test("gives each file's new blob, its new lines and where they are", () => {
    const text = diff("src/a.ts", "@@ -3 +3,2 @@ head\n-old\n+one\n+two\n@@ -9,0 +11 @@\n+three\n");
    expect(readStagedDiff(text)).toEqual([
      {
        path: "src/a.ts",
        id: NEW,
        added: [
          [3, 4],
          [11, 11],
        ],
        text: "one\ntwo\nthree",
        binary: false,
      },
    ]);
  });

  test("takes no line of a file for the head of another", () => {
    const text = diff("a.md", "@@ -0,0 +1,3 @@\n+diff --git a/x b/x\n+++ b/other\n+@@ -1 +1 @@\n");
    expect(readStagedDiff(text).map(({ path, added }) => [path, added])).toEqual([["a.md", [[1, 3]]]]);
  });

  test("reads names with blanks, quotes and letters beyond ASCII", () => {
    const name = String.raw`"b/gr\303\274n \"x\"\t.env"`;
    const text = `diff --git ${name.replace("b/", "a/")} ${name}\nindex ${OLD}..${NEW} 100644\n--- /dev/null\n+++ ${name}\n@@ -0,0 +1 @@\n+a\n`;
    expect(readStagedDiff(text)[0]?.path).toBe('grün "x"\t.env');
    expect(
      readStagedDiff(
        diff("with blank.env", "@@ -0,0 +1 @@\n+a\n").replace("+++ b/with blank.env", "+++ b/with blank.env\t"),
      )[0]?.path,
    ).toBe("with blank.env");
  });

  test("says what is binary, and leaves out what is removed", () => {
    const binary = `diff --git a/p.png b/p.png\nindex ${OLD}..${NEW} 100644\nBinary files a/p.png and b/p.png differ\n`;
    const gone = `diff --git a/x b/x\ndeleted file mode 100644\nindex ${OLD}..${"0".repeat(40)}\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n`;
    expect(readStagedDiff(binary + gone).map(({ path, binary: is }) => [path, is])).toEqual([["p.png", true]]);
  });
});
