import { containerObligations } from "../support/container-obligations.ts";
import { liveContainers, ownName, shell } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";

needs(["engine", "busyboxImage"], "the real engine keeps what flows rely on", () => {
  containerObligations(async () => {
    const name = ownName();
    return { containers: liveContainers, name, request: shell(name, "sleep 60") };
  });
});
