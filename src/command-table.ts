import type { Command } from "@oclif/core";

/** Every command by id; each is loaded only when it is run or described. */
export const COMMANDS: Readonly<Record<string, () => Promise<{ default: Command.Class }>>> = {
  completion: () => import("./commands/completion.ts"),
  "dev:env": () => import("./commands/dev/env.ts"),
  "dev:exec": () => import("./commands/dev/exec.ts"),
  "dev:info": () => import("./commands/dev/info.ts"),
  "dev:config": () => import("./commands/dev/config.ts"),
  "dev:matrix": () => import("./commands/dev/matrix.ts"),
  "dev:open": () => import("./commands/dev/open.ts"),
  "dev:render": () => import("./commands/dev/render.ts"),
  init: () => import("./commands/init.ts"),
  trust: () => import("./commands/trust.ts"),
  "dev:doctor": () => import("./commands/dev/doctor.ts"),
  "dev:ports": () => import("./commands/dev/ports.ts"),
  "dev:up": () => import("./commands/dev/up.ts"),
  "dev:down": () => import("./commands/dev/down.ts"),
  "dev:list": () => import("./commands/dev/list.ts"),
  "dev:status": () => import("./commands/dev/status.ts"),
  "dev:logs": () => import("./commands/dev/logs.ts"),
  "dev:restart": () => import("./commands/dev/restart.ts"),
  "dev:reset": () => import("./commands/dev/reset.ts"),
  "dev:seed": () => import("./commands/dev/seed.ts"),
  "dev:token": () => import("./commands/dev/token.ts"),
  "dev:clock": () => import("./commands/dev/clock.ts"),
  "dev:keys:rotate": () => import("./commands/dev/keys/rotate.ts"),
  "dev:keys:list": () => import("./commands/dev/keys/list.ts"),
};
