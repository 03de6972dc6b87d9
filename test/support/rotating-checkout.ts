import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { realWorld } from "../../src/real-world.ts";
import { local, texts } from "./credential-store.ts";
import { ADMIN } from "./managed-routes.ts";
import { managedVendorServer } from "./managed-vendor-server.ts";
import { piped } from "./piped-avb.ts";
import { type AvbHome, avbHome } from "./run-avb.ts";

/** A `.devenvrc` with one consumer, and how that one is told. */
export const ROTATION_CONFIG = `rotations:
  sendgrid:
    grace: 0s
    consumers:
      - {run: [node, told.js], health: [node, well.js]}
`;
const TOLD = 'require("node:fs").appendFileSync("told.txt", process.env.AVB_ROTATED + "\\n");';

/** A checkout whose SendGrid key the played vendor knows. */
export async function rotatingCheckout() {
  const home = avbHome();
  const vendors = await managedVendorServer();
  const env = { ...ADMIN, AVB_VENDORS_URL: vendors.url };
  for (const [name, text] of Object.entries({ ".devenvrc": ROTATION_CONFIG, "told.js": TOLD, "well.js": "" }))
    writeFileSync(join(home.cwd, name), text);
  expect((await home.run(["trust", "--yes"])).status).toBe(0);
  const old = vendors.add("sendgrid", "old");
  expect((await piped(home, ["secrets", "set", "sendgrid"], old.value, env)).status).toBe(0);
  return { home, vendors, env, old };
}

/** Such a checkout. */
export type RotatingCheckout = Awaited<ReturnType<typeof rotatingCheckout>>;

/** The journal of its rotation, and the step at which it stands; undefined where there is none. */
export function journalOf({ folder }: AvbHome): { readonly path: string; readonly step: string } | undefined {
  const root = join(folder, "state/credentials");
  const [checkoutId = ""] = existsSync(root) ? readdirSync(root) : [];
  const path = join(root, checkoutId, "rotations/dev.sendgrid.json");
  if (!existsSync(path)) return undefined;
  try {
    return { path, step: JSON.parse(readFileSync(path, "utf8")).step };
  } catch {
    return undefined;
  }
}

/** What applications get now. */
export async function valueIn({ home }: Pick<RotatingCheckout, "home">): Promise<string> {
  const world = realWorld(join(import.meta.dirname, "../.."));
  const host = { ...world.host, cwd: home.cwd, home: home.folder, env: home.env, stdinIsTty: false };
  return (await texts(await local({ ...world, host }), "sendgrid"))?.api_key ?? "";
}
