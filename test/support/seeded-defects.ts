import type { Checkout } from "../../src/domain/checkout.ts";
import type { Secret } from "../../src/domain/secret.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { standing } from "../../src/flows/live/await-usable.ts";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { ownContainers } from "../../src/flows/live/observe-live.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { renderContext } from "../../src/flows/render-context.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { openSeeds } from "../../src/flows/seeding/open-seeds.ts";
import { keepSeeded } from "../../src/flows/seeding/seed-record.ts";
import { type Defect, ROOT } from "./clean-machine.ts";
import { fakeOpa } from "./fake-opa.ts";
import { fakeTemporal } from "./fake-temporal.ts";
import { type FakeWorld, giveEngine } from "./fake-world.ts";
import { putTemplates } from "./lifecycle-world.ts";

const LIMITS = { timeoutMs: 1000 };
const ALL = ["keycloak", "lago", "vault", "temporal", "opa", "postgres", "redis"];

interface Running {
  readonly checkout: Checkout;
  /** Some secret, for the first call of a service's client. */
  readonly secret: Secret;
  at(port: Parameters<Stack["ports"]["get"]>[0]): string;
}

/** A live stack of this service alone, whose container runs and which was seeded as its documents say. */
async function seeded(world: FakeWorld, service: string, needs: readonly string[] = []): Promise<Running> {
  putTemplates(world);
  const checkout = await openCheckout(world);
  const without = ALL.filter((one) => one !== service && !needs.includes(one));
  world.files.put(checkout.state.containers, JSON.stringify({ mode: "live", with: [], without, usable: {} }));
  giveEngine(world).have("redis:8.0");
  const Labels = { "avb.checkout": checkout.id, "avb.slot": "0", "avb.root": ROOT, "avb.service": service };
  const id = await world.containers.create(service, { Image: "redis:8.0", Labels }, LIMITS);
  await world.containers.start(id, LIMITS);
  const stack = await resolveStack(world, checkout);
  const subject = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
  // What a check loads by its first call is loaded before: time runs a hundred times faster there.
  await renderContext(world, checkout, { stack, version: "" }).catch(() => "no fragments in this world");
  const [open] = await openSeeds(subject, { services: [service] });
  const now = (await ownContainers(world, checkout)).map(standing);
  await keepSeeded(world, checkout, service, { facts: open?.facts ?? "", standing: now, made: [] });
  return {
    checkout,
    secret: await subject.secrets.get("any"),
    at: (port) => `http://127.0.0.1:${stack.ports.get(port)}`,
  };
}

const json = (value: unknown, status = 200) => ({ status, headers: {}, body: JSON.stringify(value) });

/** What can be wrong with what services hold. */
export const SEEDED_DEFECTS: readonly Defect[] = [
  {
    name: "a realm that somebody removed",
    ...{ check: "keycloak", state: "fail", says: /there is no realm agentvoicebox/ },
    plant: async (world) => {
      const { at, secret } = await seeded(world, "keycloak", ["postgres"]);
      world.servers.set(at("keycloak.http"), ({ url }) =>
        url.pathname.endsWith("/token") ? json({ access_token: "t", expires_in: 60 }) : json({ error: "Realm" }, 404),
      );
      const place = { url: at("keycloak.http"), realm: "any", clientId: "avb-bootstrap", secret };
      await (await world.keycloak.connect({ ...place, signal: new AbortController().signal })).settings();
    },
  },
  {
    name: "an OPA that allows everything",
    ...{ check: "opa", state: "fail", says: /OPA decided true, where this holds: .*not/ },
    plant: async (world) => {
      const { at } = await seeded(world, "opa");
      world.servers.set(at("opa.http"), Object.assign(fakeOpa(), { decide: () => true }).server);
    },
  },
  {
    name: "a namespace that somebody deleted",
    ...{ check: "temporal", state: "fail", says: /there is no namespace agentvoicebox/ },
    plant: async (world) => {
      await seeded(world, "temporal");
      world.temporal = fakeTemporal();
    },
  },
  {
    name: "a Lago without plans",
    ...{ check: "lago", state: "fail", says: /Lago has no plan free, / },
    plant: async (world) => {
      const { at, secret } = await seeded(world, "lago");
      const refusal = { status: 404, error: "Not Found", code: "plan_not_found" };
      world.servers.set(at("lago.api"), () => json(refusal, 404));
      await world.lago.connect({ url: at("lago.api"), key: secret }).plans.find("any");
    },
  },
  {
    name: "a seeding that was cut off",
    ...{ check: "seeds", state: "warn", says: /temporal is not seeded to the end/ },
    plant: async (world) => {
      const { checkout } = await seeded(world, "temporal");
      await keepSeeded(world, checkout, "temporal", { facts: "", standing: [], made: [] });
      const temporal = fakeTemporal(0);
      world.temporal = temporal;
      const facts = { name: "agentvoicebox", description: "", retentionHours: 72 };
      await temporal.use({ address: "", signal: new AbortController().signal }, (server) => server.register(facts));
    },
  },
];
