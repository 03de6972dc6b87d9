import type { Command } from "@oclif/core";

/** Every command by id; each is loaded only when it is run or described. */
export const COMMANDS: Readonly<Record<string, () => Promise<{ default: Command.Class }>>> = {
  "dev:env": () => import("./commands/dev/env.ts"),
  "dev:exec": () => import("./commands/dev/exec.ts"),
  "dev:info": () => import("./commands/dev/info.ts"),
  "dev:config": () => import("./commands/dev/config.ts"),
  "dev:matrix": () => import("./commands/dev/matrix.ts"),
  "dev:open": () => import("./commands/dev/open.ts"),
  "dev:render": () => import("./commands/dev/render.ts"),
  trust: () => import("./commands/trust.ts"),
  "dev:ports": () => import("./commands/dev/ports.ts"),
};
