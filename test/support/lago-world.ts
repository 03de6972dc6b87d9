import type { LagoApi } from "../../src/domain/lago.ts";
import type { SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import type { World } from "../../src/domain/world.ts";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import type { UpOptions } from "../../src/flows/up.ts";
import { type FakeBilling, fakeBilling } from "./fake-billing.ts";
import { liveWorld } from "./live-world.ts";

const keyOf = async (world: World) => (await openLocalSecrets(world, await openCheckout(world))).get("lago/api-key");

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
  let refused: number | undefined;
  const lagos = new Map<string, FakeBilling>();
  /** What a Lago answers, whose data are gone with its container. */
  const lagoOf = (id: string): FakeBilling => {
    const launch = { state: { identities: `/data/${id}/identities.json` }, billingPort: 63690 } as SandboxLaunch;
    const lago = lagos.get(id) ?? fakeBilling(world, launch);
    lagos.set(id, lago);
    return lago;
  };
  const countDown = (lago: FakeBilling) => {
    if (refused === 0) lago.refusals.push(422);
    refused = refused === 0 || refused === undefined ? undefined : refused - 1;
  };
  const running = () => engine.byName.get([...engine.byName.keys()].find((name) => name.endsWith("-lago-api")) ?? "");
  world.servers.set("http://127.0.0.1:63690", async (request) => {
    const api = running();
    if (api?.startedAtMs === undefined) return undefined;
    if (!request.url.pathname.startsWith("/api/")) return { status: 200, headers: {}, body: "{}" };
    if (request.method !== "GET") countDown(lagoOf(api.id));
    return lagoOf(api.id).handle(request, (await keyOf(world)).reveal());
  });
  const names = () => [...engine.byName.keys()].map((name) => name.replace(/^.*-lago-lago-/, "")).sort();
  return {
    ...{ ...live, names },
    /** What the Lago that runs now was asked, below `/api/v1`. */
    asked: () => lagoOf(running()?.id ?? "").asked,
    /** Refuses the write after so many others, for good reasons. */
    refuseWrite: (after: number) => {
      refused = after;
    },
    /** Speaks to it as somebody else with the key does. */
    lago: async (act: (api: LagoApi) => Promise<unknown>) =>
      act(world.lago.connect({ url: "http://127.0.0.1:63690", key: await keyOf(world) })),
    written: () => lagoOf(running()?.id ?? "").asked.filter((one) => !one.startsWith("GET ")),
    /** `docker pull` of the images that Lago is made from. */
    haveLago: () => engine.have(...LAGO_IMAGES),
    upLago: (options: Partial<UpOptions> = {}) => up({ mode: "live", without: OTHERS, ...options }),
  };
}
