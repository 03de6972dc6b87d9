import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

const kinds = ["unit", "contract", "flow", "cli", "live"] as const;

export default defineConfig({
  test: {
    disableConsoleIntercept: true,
    globalSetup: "test/support/run-folder.ts",
    sequence: { sequencer: LongestFirst },
    // Vitest leaves one core idle by default, and half of the time these tests wait for processes and containers of their own.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: kinds.map((kind) => ({
      test: {
        name: kind,
        // No test replaces a module, so that files of one kind can share the modules they import: half the time was importing.
        isolate: false,
        include: [`test/${kind}/**/*.test.ts`],
        testTimeout: kind === "cli" || kind === "live" ? 60_000 : 30_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
