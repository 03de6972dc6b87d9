import type { Config } from "../domain/config.ts";
import { dormantNotes } from "../domain/dormant-keys.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { effectsOf, type Grant, type TrustView } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { findPlace } from "./find-root.ts";
import { loadConfig } from "./load-config.ts";
import { grantPath, type TrustStanding, trustStanding } from "./trust-standing.ts";

/** Looks only; `caution` hears what may be allowed and still has no effect in this version. */
export async function showTrust(world: World, caution: (text: string) => void = () => {}): Promise<TrustView> {
  const seen = await look(world);
  for (const note of dormantNotes(seen)) caution(note);
  return viewOf(seen);
}

/** Allows what the view of this hash showed; TRUST_CHANGED when the files are no longer those. */
export async function grantTrust(world: World, shown: string): Promise<TrustView> {
  const seen = await look(world);
  if (seen.standing.hash !== shown) throw AvbError.of("TRUST_CHANGED", {});
  const grant: Grant = {
    root: seen.root,
    hash: shown,
    files: seen.standing.files,
    effects: effectsOf(seen.config),
    grantedAt: new Date(world.clock.now()).toISOString(),
  };
  await world.files.write(seen.path, `${JSON.stringify(grant, null, 2)}\n`);
  return { ...viewOf(seen), trusted: true };
}

/** Takes back what was allowed here; nothing happens where nothing was. */
export async function revokeTrust(world: World): Promise<{ readonly root: string; readonly revoked: boolean }> {
  const { root, id, stateRoot } = await findPlace(world);
  const path = grantPath(stateRoot, id);
  const revoked = (await world.files.facts(path)) !== undefined;
  if (revoked) await world.files.remove(path);
  return { root, revoked };
}

interface Look {
  readonly root: string;
  readonly path: string;
  readonly config: Config;
  readonly standing: TrustStanding;
}

async function look(world: World): Promise<Look> {
  const place = await findPlace(world);
  const { config, files } = await loadConfig(world, place.root, {});
  const standing = await trustStanding(world, { ...place, config, files });
  return { root: place.root, path: grantPath(place.stateRoot, place.id), config, standing };
}

function viewOf({ root, config, standing }: Look): TrustView {
  const effects = effectsOf(config);
  const before = standing.grant?.effects ?? [];
  return {
    root,
    trusted: standing.trusted || effects.length === 0,
    hash: standing.hash,
    files: standing.files.map(({ path }) => path),
    effects,
    added: effects.filter((effect) => !before.includes(effect)),
    removed: before.filter((effect) => !effects.includes(effect)),
  };
}
