import type { Age } from "../../src/domain/age.ts";
import type { StoreId } from "../../src/domain/credential-store.ts";
import type { World } from "../../src/domain/world.ts";
import type { RotateRequest } from "../../src/flows/secrets/rotate/open-rotation.ts";
import { rotate } from "../../src/flows/secrets/rotate/rotate.ts";
import type { RotationMeans } from "../../src/flows/secrets/rotate/rotation-run.ts";
import { type FakeWorld, fakeWorld } from "./fake-world.ts";
import { ADMIN } from "./managed-routes.ts";
import { type ManagedVendors, managedVendors } from "./managed-vendors.ts";
import { held, secretsOf, set } from "./secrets-verbs.ts";

const VENDORS = "http://127.0.0.1:8099";

/** Sealing is not under test here, and costs most of the time: the text is only turned round. */
const turned = (text: string): string => [...text].toReversed().join("");
const quickAge = (age: Age): Age => ({
  ...age,
  lockOf: async () => "identity",
  seal: async (text) => turned(text),
  open: async (sealed) => turned(sealed),
});

/** A world with vendors that are played, and everything that a rotation takes. */
export interface RotationWorld {
  readonly world: FakeWorld;
  readonly vendors: ManagedVendors;
  /** Every line of the story so far. */
  readonly said: string[];
}

/** Makes such a world; `config` is the checkout's `.devenvrc`, which is trusted. */
export function rotationWorld(env: Readonly<Record<string, string>> = ADMIN): RotationWorld {
  const base = fakeWorld({ env: { AVB_STATE_DIR: "/state", AVB_VENDORS_URL: VENDORS, ...env } });
  const world: FakeWorld = Object.assign(base, { age: quickAge(base.age) });
  const vendors = managedVendors();
  world.servers.set(VENDORS, ({ method, url, headers, body }) => {
    const [status, json] = vendors.answer(method, `${url.pathname}${url.search}`, { headers, body });
    return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(json) };
  });
  return { world, vendors, said: [] };
}

/** Stores a value as the current one. */
export const hold = async ({ world }: RotationWorld, id: string, text: string) =>
  set(await secretsOf(world), id, text, { unchecked: true });

/** What applications get now. */
export const current = async ({ world }: RotationWorld, id: string) => held(await secretsOf(world), id);

/** How a test rotates: nobody at a terminal, no grace unless it says so. */
export async function rotating(
  { world, said }: RotationWorld,
  id: string,
  more: Partial<Omit<RotateRequest, "means">> & { means?: Partial<RotationMeans>; world?: World; store?: StoreId } = {},
) {
  const { means, world: other = world, ...rest } = more;
  const usual: RotationMeans = {
    ...{ signal: new AbortController().signal, yes: true, compromised: false, graceMs: 0 },
    ...{ piped: async () => "", say: (text: string) => void said.push(text) },
    ...means,
  };
  return rotate(await secretsOf(other), { id, store: "local", wish: "begin", guided: false, ...rest, means: usual });
}

/** The journals that are there. */
export const journals = ({ world }: RotationWorld): readonly string[] =>
  [...world.files.entries.keys()].filter((path) => /rotations\/[^/]+\.json$/.test(path));

/** A world that holds a key which its vendor knows. */
export async function holding(id: "openai" | "sendgrid" | "anthropic", env: Readonly<Record<string, string>> = ADMIN) {
  const all = rotationWorld(env);
  const old = all.vendors.add(id, "qualisys-production");
  await hold(all, id, old.value);
  return { ...all, old };
}
