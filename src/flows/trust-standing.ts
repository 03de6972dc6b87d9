import type { Config, ConfigFile } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { type Grant, grantHash, namedFiles, parseGrant } from "../domain/trust.ts";
import type { World } from "../domain/world.ts";
import { readWithin } from "./read-within.ts";

/** Larger documents than this cannot be trusted: they would be read again by every command. */
const LARGEST_BYTES = 16 << 20;

/** Whose trust is looked at. */
export interface TrustQuestion {
  readonly root: string;
  readonly id: string;
  readonly stateRoot: string;
  readonly config: Config;
  /** The configuration files, with the hashes of the bytes that were parsed. */
  readonly files: readonly ConfigFile[];
}

/** Where a checkout stands. */
export interface TrustStanding {
  readonly trusted: boolean;
  /** What `AVB_TRUST` must be to allow exactly this. */
  readonly hash: string;
  /** Every file the hash covers: the configuration, the documents of seeds, files that hooks name. */
  readonly files: readonly ConfigFile[];
  /** What was allowed before, in this place. */
  readonly grant?: Grant;
}

/** Compares what the files are now with what was granted, or with AVB_TRUST. */
export async function trustStanding(world: World, question: TrustQuestion): Promise<TrustStanding> {
  const named = await Promise.all(namedFiles(question.config).map((name) => digestOf(world, question.root, name)));
  const files = [...question.files, ...named.flat()];
  const hash = grantHash(question.root, files, world.hash.sha256);
  const grant = await readGrant(world, grantPath(question.stateRoot, question.id));
  const trusted = world.host.env.AVB_TRUST === hash || (grant?.hash === hash && grant.root === question.root);
  return { trusted, hash, files, ...(grant === undefined ? {} : { grant }) };
}

/** The file of a checkout's grant, outside the repository. */
export const grantPath = (stateRoot: string, id: string): string => `${stateRoot}/trust/${id}.json`;

async function readGrant(world: World, path: string): Promise<Grant | undefined> {
  const facts = await world.files.facts(path);
  const ours = facts?.kind === "file" && (facts.mode & 0o022) === 0 && [facts.uid, -1].includes(world.host.uid);
  return ours ? parseGrant((await world.files.read(path)) ?? "") : undefined;
}

/** A file that is named but cannot be read is trusted as such: once it can be, trust is asked for again. */
async function digestOf(world: World, root: string, name: string): Promise<readonly ConfigFile[]> {
  if (!/^[\w@.]/.test(name) || name.includes("://")) return [];
  try {
    const read = await readWithin(world, { root, path: `${root}/${name}`, maxBytes: LARGEST_BYTES });
    return read === undefined ? [] : [{ path: read.realPath, sha256: world.hash.sha256(read.bytes) }];
  } catch (error) {
    if (error instanceof AvbError) return [{ path: `${root}/${name}`, sha256: error.code }];
    throw error;
  }
}
