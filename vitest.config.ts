import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

const APART = ["unit", "contract", "flow", "cli", "live"] as const;
/** Those that run in vitest's own processes: as one project they share what each of its workers imports once. */
const TOGETHER = ["{unit,contract,flow}", "cli", "live"] as const;
/** `scripts/test.mjs` runs them together; apart each can be asked for by its name (`--project flow`). */
const kinds = process.env.AVB_TEST_TOGETHER === undefined ? APART : TOGETHER;

/** Node that reads TypeScript itself does so at half of what it costs to have every module made over by Vite; Node 20 does not. */
const isTypedNode = Boolean(Object(process.features).typescript);

export default defineConfig({
  test: {
    // No test replaces a module, so that no module has to be made over for it either.
    experimental: isTypedNode ? { viteModuleRunner: false, nodeLoader: false } : {},
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
