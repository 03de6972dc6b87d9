import type { UpOptions } from "../../src/flows/up.ts";
import { liveWorld } from "./live-world.ts";

/** Everything of the live mode but Lago. */
const OTHERS = ["keycloak", "vault", "temporal", "opa", "postgres", "redis"];

/** What Lago's own containers are made from. */
export const LAGO_IMAGES = ["postgres:17", "redis:8.0", "getlago/api:v1.50.0", "getlago/front:v1.50.0"] as const;

/** A fake world in which the live mode is Lago alone, which answers at its documented port once a container of it runs. */
export function lagoWorld() {
  const live = liveWorld();
  const { world, engine, up } = live;
  world.files.put("/avb/dist/billing.cjs", "the program");
  engine.have("node:20-slim");
  world.servers.set("http://127.0.0.1:63690", ({ url, headers }) => {
    const api = engine.byName.get([...engine.byName.keys()].find((name) => name.endsWith("-lago-api")) ?? "");
    if (api?.startedAtMs === undefined) return undefined;
    const isRefused = url.pathname.startsWith("/api/") && !headers.Authorization?.startsWith("Bearer ");
    return { status: isRefused ? 401 : 200, headers: {}, body: "{}" };
  });
  const names = () => [...engine.byName.keys()].map((name) => name.replace(/^.*-lago-lago-/, "")).sort();
  return {
    ...{ ...live, names },
    /** `docker pull` of the images that Lago is made from. */
    haveLago: () => engine.have(...LAGO_IMAGES),
    upLago: (options: Partial<UpOptions> = {}) => up({ mode: "live", without: OTHERS, ...options }),
  };
}
