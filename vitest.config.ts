import { defineConfig } from "vitest/config";

const kinds = ["unit", "contract", "flow", "cli", "live"] as const;

export default defineConfig({
  test: {
    disableConsoleIntercept: true,
    projects: kinds.map((kind) => ({
      test: {
        name: kind,
        include: [`test/${kind}/**/*.test.ts`],
        testTimeout: kind === "cli" || kind === "live" ? 60_000 : 10_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
