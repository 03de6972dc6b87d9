import { Secret } from "../../domain/secret.ts";
import type { VaultApi } from "./api.ts";
import type { VaultEntry } from "./document.ts";
import { isRecord } from "./document-fields.ts";
import type { VaultThing } from "./thing.ts";

/**
 * A secret of the kv engine. It is written where there is none, and a field that it lacks is added; a value that is there is
 * somebody's and stays, whatever it is.
 */
export function secretThing(mount: string, { path, fields }: VaultEntry): VaultThing {
  const at = `${mount}/data/${path}`;
  const wanted = plainOf(isRecord(fields) ? fields : {});
  const want = Object.fromEntries(Object.keys(wanted).map((name) => [name, THERE]));
  return {
    ...{ kind: "secret", key: `${mount}/${path}`, stage: 3, mount, want },
    async read(api) {
      const { data } = await readSecret(api, at);
      return data === undefined ? undefined : Object.fromEntries(Object.keys(data).map((name) => [name, THERE]));
    },
    async write(api) {
      const { data, version } = await readSecret(api, at);
      // The version says that nobody has written in between: of two writers one is refused, and no value is lost.
      await api.write(at, { options: { cas: version }, data: { ...wanted, ...data } });
    },
  };
}

const THERE = "there";

/** A secret's newest version; 0 where there never was one, and no data where that version was deleted. */
async function readSecret(
  api: VaultApi,
  at: string,
): Promise<{ readonly data?: VaultEntry; readonly version: number }> {
  const held = await api.read(at);
  const metadata = isRecord(held?.metadata) ? held.metadata : {};
  return { ...(isRecord(held?.data) ? { data: held.data } : {}), version: Number(metadata.version ?? 0) };
}

const plainOf = (fields: VaultEntry): VaultEntry =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );

/** Every secret's path below a folder of the kv engine, folder by folder. */
export async function secretPaths(api: VaultApi, mount: string, folder: string): Promise<readonly string[]> {
  const names = await api.list(`${mount}/metadata/${folder}`);
  const below = await Promise.all(
    names.map(async (name) =>
      name.endsWith("/") ? secretPaths(api, mount, `${folder}${name}`) : [`${folder}${name}`],
    ),
  );
  return below.flat();
}
