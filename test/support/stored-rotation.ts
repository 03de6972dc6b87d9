import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { StoreId } from "../../src/domain/credential-store.ts";
import type { World } from "../../src/domain/world.ts";
import type { RotateRequest } from "../../src/flows/secrets/rotate/open-rotation.ts";
import { rotate } from "../../src/flows/secrets/rotate/rotate.ts";
import { openForWriting } from "../../src/flows/secrets/stores.ts";
import { credential, lookAt, texts } from "./credential-store.ts";
import { ADMIN } from "./managed-routes.ts";
import { type ManagedVendors, managedVendors, type PlayedKey } from "./managed-vendors.ts";
import { Killed, mortal } from "./mortal-world.ts";
import { secretsOf, set } from "./secrets-verbs.ts";
import type { TempCheckout } from "./temp-checkout.ts";

const VENDORS = "http://127.0.0.1:8099";
const ID = "sendgrid";
let pid = 60_000;

/** A key of SendGrid's that a real store holds and that a played vendor knows; every rotation of it is a process of its own. */
export interface StoredRotation {
  readonly vendors: ManagedVendors;
  readonly old: PlayedKey;
  /** Rotates in a process that is killed after that effect (0: never); answers its effects, and whether it was killed. */
  run(
    wish: RotateRequest["wish"],
    more?: { readonly at?: number; readonly graceMs?: number; readonly compromised?: boolean },
  ): Promise<{ readonly effects: readonly string[]; readonly isKilled: boolean; readonly state?: string }>;
  /** What applications get now. */
  current(): Promise<string>;
  /** The values that the vendor takes. */
  taken(): readonly string[];
  /** The value that waits in the store. */
  waits(): Promise<string | undefined>;
  /** Values of all versions, the newest first. */
  history(): Promise<readonly (string | undefined)[]>;
  tags(): Promise<Readonly<Record<string, string>>>;
  journals(): readonly string[];
}

/** Stores a key, and gives what rotates it. */
export async function storedRotation(
  home: TempCheckout,
  store: StoreId,
  env: Readonly<Record<string, string>>,
): Promise<StoredRotation> {
  const vendors = managedVendors();
  const world = playing(
    home.world({ env: { AVB_STATE_DIR: home.state, AVB_VENDORS_URL: VENDORS, ...ADMIN, ...env } }),
    vendors,
  );
  const old = vendors.add(ID, "old");
  await set(await secretsOf(world), ID, old.value, { store });
  const opened = async () => openForWriting((await secretsOf(world)).tools, store);
  return {
    ...{ vendors, old, ...reading(opened) },
    run: (wish, more = {}) => ran(world, { store, wish, ...more }),
    taken: () => [...vendors.keys.values()].map(({ value }) => value),
    journals: () => journalsIn(home.state),
  };
}

/** The vendors' addresses lead to the played ones, all others where they lead. */
function playing(world: World, vendors: ManagedVendors): World {
  const { outside } = world;
  return {
    ...world,
    outside: {
      request: async (options) => {
        if (!options.url.startsWith(VENDORS)) return outside.request(options);
        const { method = "GET", url, headers = {}, body = "" } = options;
        const [status, json] = vendors.answer(method, url.slice(VENDORS.length), { headers, body });
        return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(json) };
      },
    },
  };
}

type Opened = () => Promise<ReturnType<typeof openForWriting>>;

const reading = (opened: Opened): Pick<StoredRotation, "current" | "waits" | "history" | "tags"> => ({
  current: async () => (await texts(await opened(), ID))?.api_key ?? "",
  waits: async () => (await (await opened()).pending?.look(credential(ID)))?.fields.api_key?.reveal(),
  history: async () => (await (await opened()).history(credential(ID))).map(({ fields }) => fields.api_key?.reveal()),
  tags: async () => {
    const look = await lookAt(await opened(), ID);
    return look?.state === "present" ? look.found.tags : {};
  },
});

interface Ran extends Pick<RotateRequest, "store" | "wish"> {
  readonly at?: number;
  readonly graceMs?: number;
  readonly compromised?: boolean;
}

async function ran(base: World, { store, wish, at = 0, graceMs = 0, compromised = false }: Ran) {
  const { world, effects } = mortal(base, { at, pid: pid++ });
  const signal = new AbortController().signal;
  const means = { signal, yes: true, compromised, graceMs, piped: async () => "", say: () => {} };
  try {
    const { state } = await rotate(await secretsOf(world), { id: ID, store, wish, guided: false, means });
    return { effects, isKilled: false, state };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { effects, isKilled: true };
  }
}

function journalsIn(state: string): readonly string[] {
  const root = join(state, "credentials");
  const paths = existsSync(root) ? readdirSync(root, { recursive: true, encoding: "utf8" }) : [];
  return paths.filter((path) => /rotations\/[^/]+\.json$/.test(path));
}
