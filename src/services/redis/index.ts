import { defineService } from "../../domain/service.ts";
import { redisAccess } from "./access.ts";
import { redisShell } from "./shell.ts";

/** Redis: the application's cache, sessions, channels and worker streams. */
export const redis = defineService({
  id: "redis",
  title: "Redis",
  purpose: "Cache, sessions and worker streams",
  runsIn: ["live", "production"],
  ports: { redis: { container: 6379, host: 65005, block: "voicebox" } },
  // redis-cli exits 0 even when the reply is an error such as NOAUTH or LOADING.
  probe: { kind: "exec", command: ["sh", "-c", "redis-cli ping | grep -q PONG"] },
  ready: {
    withinMs: 60_000,
    usable: [{ kind: "exec", command: ["redis-cli", "set", "avb:usable", "1", "EX", "60"], answer: "OK" }],
    // The inline form of a command (Redis: protocol specification).
    glance: { kind: "tcp", port: "redis", sends: "PING\r\n", answers: ["+PONG"] },
  },
  needs: [],
  variables: [],
  access: redisAccess,
  shell: redisShell,
});
