import { describe, expect, test } from "vitest";
import { reportPlace, writeReport } from "../../src/flows/verify/report-file.ts";
import { HTML_BEGINS, htmlReport } from "../../src/ui/verify-html.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { sampleReport } from "../support/sample-report.ts";

const PATH = "/home/dev/shop/verify.html";
const wish = (given: string) => ({ given, flag: "--html", begins: HTML_BEGINS });

describe("the file of a report", () => {
  test("is written beside the working directory, for everybody to read, and replaced the next time", async () => {
    const world = fakeWorld();
    for (let time = 0; time < 2; time += 1) {
      const place = await reportPlace(world, wish("verify.html"));
      await writeReport(world, place, htmlReport(sampleReport()));
    }
    expect(world.files.writes).toEqual([PATH, PATH]);
    expect(await world.files.facts(PATH)).toMatchObject({ kind: "file", mode: 0o644 });
  });

  test.each([
    ["a folder", "directory", {}, "is a directory"],
    ["a symlink", "symlink", {}, "is a symlink"],
    ["a pipe", "fifo", {}, "is a fifo"],
    ["a hard link", "file", { links: 2 }, "is a file with several names"],
  ] as const)("%s in its way is left as it is", async (_what, kind, facts, says) => {
    const world = fakeWorld();
    world.files.put(PATH, "", { kind, ...facts });
    await expect(reportPlace(world, wish("verify.html"))).rejects.toMatchObject({
      ...{ code: "REPORT_NOT_A_FILE", exitCode: 3, message: expect.stringContaining(says) },
    });
    expect(world.files.writes).toEqual([]);
  });

  test("a file that is no report is not replaced", async () => {
    const world = fakeWorld();
    world.files.put(PATH, "# Our README\n");
    await expect(reportPlace(world, wish(PATH))).rejects.toMatchObject({ code: "REPORT_NOT_OURS", exitCode: 3 });
  });

  test("a folder that is missing is named with what makes it", async () => {
    const world = fakeWorld();
    await expect(reportPlace(world, wish("out/verify.html"))).rejects.toMatchObject({
      ...{ code: "REPORT_FOLDER_MISSING", exitCode: 3, fixes: ["mkdir -p /home/dev/shop/out"] },
    });
    await expect(reportPlace(world, wish("/home/dev/shop/"))).rejects.toMatchObject({ code: "REPORT_NOT_A_FILE" });
  });
});
