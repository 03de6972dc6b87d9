import { type Check, type Finding, findings } from "../../domain/check.ts";
import { staleWrittenEnv, type WrittenState, writtenFiles } from "../written-env.ts";

/** Env files that `env --write` made. */
export const envFilesCheck: Check = {
  id: "env-files",
  title: "Written env files",
  looksAt: "the files that avb dev env --write made: whether they still hold this stack's values",
  run: async (world, { checkout, stack }) => {
    if ((await writtenFiles(world, checkout)).length === 0) return [{ state: "ok", says: "none was written" }];
    const states = await staleWrittenEnv(world, checkout, await stack());
    return findings(states.flatMap(fileFindings), "every written file holds this stack's values");
  },
};

function fileFindings({ path, state, why }: WrittenState): readonly Finding[] {
  if (state === "stale")
    return [
      {
        state: "warn",
        says: `${path} no longer holds this stack's values`,
        fixes: ["avb dev up"],
        cure: { kind: "refresh-env" },
      },
    ];
  if (state === "edited") return [{ state: "ok", says: `${path} was edited since avb wrote it, and is left alone` }];
  if (state !== "blocked") return [];
  return [
    { state: "warn", says: `${path} cannot be written again: ${why ?? "unknown"}`, fixes: [`avb dev env --check`] },
  ];
}
