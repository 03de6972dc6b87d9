import { type Check, type Finding, findings } from "../../domain/check.ts";
import { type Checkout, stateRootOf } from "../../domain/checkout.ts";
import { modeText } from "../../domain/cure.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { writtenFiles } from "../written-env.ts";
import { folderCure } from "./folder-cure.ts";

/** Bits that let the group or others read, write or enter. */
const OTHERS = 0o077;
/** Bits that let the group or others put files there. */
const OTHERS_WRITE = 0o022;

/** Folders of avb's own: present, ours, and private. */
export const stateCheck: Check = {
  id: "state",
  title: "State folder",
  looksAt: "owner and rights of the folders in which avb keeps its state",
  run: async (world, { checkout }) => {
    const root = stateRootOf(world.host);
    const found = await Promise.all([
      folderFindings(world, root, OTHERS_WRITE),
      folderFindings(world, checkout.state.directory, OTHERS),
    ]);
    return findings(found.flat(), `${root} is ours alone`);
  },
};

async function folderFindings(world: World, path: string, forbidden: number): Promise<readonly Finding[]> {
  const facts = await world.files.facts(path, { follow: true });
  if (facts === undefined) return [];
  const word = shellWord(path);
  const fail = (says: string, fix: string): readonly Finding[] => [{ state: "fail", says, fixes: [fix] }];
  if (facts.kind !== "directory") return fail(`${path} is a ${facts.kind}, not a folder`, `mv ${word} ${word}.old`);
  const { uid } = world.host;
  if (uid === -1) return [];
  if (facts.uid !== uid) return fail(`${path} belongs to user ${facts.uid}`, `sudo chown -R "$(id -u)" ${word}`);
  if ((facts.mode & forbidden) === 0) return [];
  const says = `${path} is open to other users (mode ${modeText(facts.mode)})`;
  return [{ state: "fail", says, fixes: [`chmod 700 ${word}`], ...(await folderCure(world.files, path)) }];
}

/** Files that hold secrets: nobody else may read them. */
export const secretsCheck: Check = {
  id: "secrets",
  title: "Secret files",
  looksAt: "the rights of every file avb keeps for this checkout, and of env files it wrote",
  run: async (world, { checkout }) => {
    const paths = await secretFiles(world, checkout);
    const found = await Promise.all(paths.map((path) => fileFindings(world, path)));
    return findings(found.flat(), "no other user can read a file with secrets");
  },
};

async function secretFiles(world: World, { state, ...checkout }: Checkout): Promise<readonly string[]> {
  const kept = (await world.files.list(state.directory)).map((name) => `${state.directory}/${name}`);
  const written = (await writtenFiles(world, { ...checkout, state })).map(({ path }) => path);
  return [...new Set([`${stateRootOf(world.host)}/slots.json`, ...kept, ...written])];
}

async function fileFindings(world: World, path: string): Promise<readonly Finding[]> {
  const facts = await world.files.facts(path);
  if (world.host.uid === -1 || facts?.kind !== "file" || (facts.mode & OTHERS) === 0) return [];
  const says = `${path} can be read by other users (mode ${modeText(facts.mode)})`;
  return [{ state: "fail", says, fixes: [`chmod 600 ${shellWord(path)}`], cure: { kind: "chmod", path, mode: 0o600 } }];
}
