import { describe, expect, test } from "vitest";
import { needs } from "../support/needs.ts";
import { onOwnDisk } from "../support/own-disk.ts";

const IS_SOAK = process.env.AVB_SOAK !== undefined;

/** KiB that are left when `up` begins: the disk then fills up at another write each time. */
const ROOM = {
  fresh: IS_SOAK ? Array.from({ length: 15 }, (_, page) => page * 4) : [40],
  used: IS_SOAK ? Array.from({ length: 6 }, (_, page) => page * 4) : [4],
};

const errors = (lines: readonly string[]) => lines.filter((line) => line.startsWith("avb: ") && line.endsWith("]"));

needs(["ownDisk"], "the disk under avb's state folder", () => {
  describe("that is full", () => {
    test.each(ROOM.fresh)("ends a first up with 12, and with room again the next one is whole (%i KiB)", (room) => {
      const lines = onOwnDisk("size=256k", `fill ${room}; avb up; torn; rm "$DISK/filler"; avb up; avb down; servers`);
      expect(lines.filter((line) => line.startsWith("status "))).toEqual(["status 12", "status 0", "status 0"]);
      expect(errors(lines).length).toBeGreaterThan(0);
      for (const error of errors(lines))
        expect(error).toMatch(/^avb: no space left while writing .*; the old file is kept\. Fix: .* \[DISK_FULL\]$/);
      expect(lines.at(-1)).toBe("0");
    });

    test.each(ROOM.used)("keeps every file of before byte by byte (%i KiB)", (room) => {
      const lines = onOwnDisk(
        "size=256k",
        `avb up; avb down; remember; fill ${room}; avb up; kept; torn; rm "$DISK/filler"; avb up; avb down; kept; servers`,
      );
      const statuses = lines.filter((line) => line.startsWith("status ")).map((line) => line.slice("status ".length));
      // With some pages left there is room for all that a later start writes.
      expect(room < 8 ? ["12"] : ["0", "12"]).toContain(statuses[2]);
      expect(statuses.toSpliced(2, 1)).toEqual(["0", "0", "0", "0"]);
      expect(lines.filter((line) => line === "kept")).toHaveLength(2);
      expect(lines.filter((line) => line.includes("FAILED") || line.endsWith(".tmp"))).toEqual([]);
      expect(lines.at(-1)).toBe("0");
    });

    test("ends with 12 also where it is the number of files that is exhausted", () => {
      const lines = onOwnDisk("nr_inodes=20", 'while touch "$DISK/f$((n += 1))" 2>/dev/null; do :; done; avb up');
      expect(lines).toContain("status 12");
      expect(errors(lines)[0]).toContain("[DISK_FULL]");
    });
  });

  test("that is read-only is told as such; looking still works, and nothing is changed", () => {
    const lines = onOwnDisk(
      "size=1m",
      'avb up; avb down; remember; mount -o remount,ro "$DISK"; avb up; avb status; kept; servers',
    );
    expect(lines.filter((line) => line.startsWith("status "))).toEqual([0, 0, 12, 0].map((code) => `status ${code}`));
    expect(errors(lines)).toEqual([
      expect.stringMatching(/cannot be written \(EROFS\); .*AVB_STATE_DIR moves avb's own files.*\[NOT_WRITABLE\]$/),
    ]);
    expect(lines).toContain("kept");
    expect(lines.at(-1)).toBe("0");
  });

  test.each(["700", "755"])("with a superuser's state folder (%s) names it, and the fix cures it", (mode) => {
    const lines = onOwnDisk(
      "size=1m",
      `chown 0:0 "$STATE"; chmod ${mode} "$STATE"; said=$(avb up); echo "$said"
       named=$(echo "$said" | sed -n 's/.*sudo chown -R "$(id -u)" \\(.*\\)\\. .*/\\1/p'); chown -R 65534 "$named"; avb env`,
    );
    expect(lines.filter((line) => line.startsWith("status "))).toEqual(["status 12", "status 0"]);
    expect(errors(lines)[0]).toMatch(
      /\(EACCES\).* Fix: give it back to yourself: sudo chown .*\[NOT_(READ|WRIT)ABLE\]$/,
    );
  });
});
