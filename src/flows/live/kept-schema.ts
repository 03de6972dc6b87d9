import { cacheFolderOf } from "../../domain/cache-folder.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Step } from "../../domain/plan.ts";
import type { Output } from "../../domain/processes.ts";
import type { World } from "../../domain/world.ts";
import { idOf, type LiveRun } from "./live-steps.ts";

/**
 * The tables of Keycloak's database, kept after its first start on this machine: making them anew is most of the time of a
 * first start. Tables and the list of changes alone, before any row of a realm: no password, key or person is in it, and the
 * master realm with its first administrator is made by each Keycloak itself.
 */
export const keptSchemas = ({ host }: Pick<World, "host">): string | undefined => {
  const cache = cacheFolderOf(host);
  return cache === undefined ? undefined : `${cache}/keycloak-schema`;
};

const AS_OWNER = ["psql", "-U", "postgres", "-d", "keycloak", "-qAt", "-v", "ON_ERROR_STOP=1"] as const;
const COUNT = [...AS_OWNER, "-c", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"] as const;
const RESTORE = [...AS_OWNER, "-1", "-c", "SET ROLE keycloak", "-f", "-"] as const;
const DUMP = ["pg_dump", "-U", "postgres", "-d", "keycloak", "--no-owner"] as const;
const TABLES = [...DUMP, "--schema-only", "--no-privileges"] as const;
const CHANGES = [...DUMP, "--data-only", "--table=databasechangelog"] as const;

/** The steps round Keycloak's first start in a new database; none where one is there, or where nothing is to be prepared. */
export function schemaSteps(run: LiveRun): readonly Step[] {
  const { desired, missingVolumes, prepare } = run.seen;
  const [keycloak, postgres] = ["keycloak", "postgres"].map((name) =>
    desired.containers.find(({ container }) => container === name),
  );
  const isNew = postgres?.volumes.some((volume) => missingVolumes.has(volume)) === true;
  if (keycloak === undefined || postgres === undefined || !isNew || !prepare) return [];
  const place = async (world: World): Promise<Place> => {
    const ids = { keycloak: idOf(run, keycloak), postgres: idOf(run, postgres) };
    return { path: await pathFor(world, ids), id: ids.postgres };
  };
  return [
    {
      ...{ id: "restore-keycloak", title: "give Keycloak's database its tables", because: "it is new" },
      after: ["prepare-postgres", "create-keycloak"],
      run: async (world, report) => report.progress(await restore(world, await place(world))),
    },
    {
      ...{ id: "keep-keycloak", title: "keep the tables for the next new database", because: "it was new" },
      after: ["usable-keycloak"],
      run: async (world, report) => report.progress(await keep(world, await place(world))),
    },
  ];
}

interface Place {
  /** Undefined where nothing is kept. */
  readonly path: string | undefined;
  /** The engine's id of PostgreSQL's container. */
  readonly id: string;
}

/** By both images: what one version has made is of no use to another. */
async function pathFor(
  world: World,
  ids: Readonly<Record<"keycloak" | "postgres", string>>,
): Promise<string | undefined> {
  const folder = keptSchemas(world);
  const look = (id: string) => world.containers.look(id, { timeoutMs: LIVE_MS.look });
  const images = (await Promise.all([look(ids.keycloak), look(ids.postgres)])).map((one) => one?.imageId);
  if (folder === undefined || images.includes(undefined)) return undefined;
  return `${folder}/${world.hash.sha256(images.join(" ")).slice(0, 16)}.sql`;
}

/** All of it or nothing: where it does not come about, Keycloak makes the tables itself. */
async function restore(world: World, { path, id }: Place): Promise<string> {
  const kept = path === undefined ? undefined : await world.files.read(path);
  if (path === undefined || kept === undefined) return "none are kept; Keycloak makes them";
  if ((await inside(world, id, COUNT)).stdout.trim() !== "0") return "it has some";
  const { exitCode } = await inside(world, id, RESTORE, kept);
  if (exitCode === 0) return "as an earlier start left them";
  await world.files.remove(path);
  return "those that are kept are of no use; Keycloak makes them";
}

/** A dump that fails is tried again by the next first start. */
async function keep(world: World, { path, id }: Place): Promise<string> {
  if (path === undefined) return "there is no cache folder";
  if ((await world.files.facts(path)) !== undefined) return "they are kept";
  const [tables, changes] = [await inside(world, id, TABLES), await inside(world, id, CHANGES)];
  if (tables.exitCode + changes.exitCode !== 0) return "they could not be read";
  await world.files.write(path, `${tables.stdout}\n${changes.stdout}\n`);
  return "kept";
}

const inside = (
  world: World,
  id: string,
  command: readonly [string, ...string[]],
  input?: string,
): Promise<Pick<Output, "exitCode" | "stdout">> =>
  world.containers.exec(id, command, { timeoutMs: LIVE_MS.change, ...(input === undefined ? {} : { input }) });
