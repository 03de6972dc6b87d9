import { type AgeKey, AgeRefusal } from "../../domain/age.ts";
import { present } from "../../domain/child-environment.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { Secret } from "../../domain/secret.ts";
import { shellWord } from "../../domain/shell-word.ts";
import { takenText } from "../../domain/taken-text.ts";
import type { World } from "../../domain/world.ts";
import { keyFolderOf, unsafe } from "./store-place.ts";

/** What opening a store needs beside the world: the store's name, the folder in which its key must not lie, and somebody to ask. */
export interface KeyTools {
  readonly world: World;
  readonly store: string;
  readonly folder?: string;
  /** Asks for a passphrase without showing it; absent without a terminal. */
  readonly ask?: (question: string) => Promise<Secret>;
}

const MOST_BYTES = 64 * 1024;
/** The program and its words, between spaces; no shell reads them. */
const COMMAND = "AVB_IDENTITY_COMMAND";
/** Somebody may have to unlock the keychain. */
const COMMAND_MS = 60_000;
const IDENTITY = /^AGE-SECRET-KEY-1[0-9A-Z]+$/m;

/** The key of a store that is sealed already. */
export const existingKey = async (tools: KeyTools, kind: AgeKey["kind"]): Promise<AgeKey> =>
  kind === "passphrase" ? { kind, text: await passphrase(tools) } : { kind, text: await existingIdentity(tools) };

/** The key for a store that is not there yet: the person's identity, made when there is none, or a passphrase if wished. */
export async function newKey(tools: KeyTools, kind: AgeKey["kind"]): Promise<AgeKey> {
  if (kind === "identity") return { kind, text: (await readIdentity(tools)) ?? (await makeIdentity(tools)) };
  const text = await passphrase(tools);
  if (tools.world.host.env.AVB_PASSPHRASE_FILE !== undefined || tools.ask === undefined) return { kind, text };
  const again = await tools.ask("The same passphrase again:");
  if (again.reveal() === text.reveal()) return { kind, text };
  throw AvbError.of("USAGE", { what: "the two passphrases are not the same", help: "type it again" });
}

/** Where the identity lies: AVB_IDENTITY_FILE, else in the person's own configuration. */
export const identityPath = ({ host }: World): string =>
  host.env.AVB_IDENTITY_FILE ?? `${keyFolderOf(host)}/identity.txt`;

/** Where the identity comes from, for people: a program or a file. */
export const identitySource = (world: World): string => (world.host.env[COMMAND] ? COMMAND : identityPath(world));

async function existingIdentity(tools: KeyTools): Promise<Secret> {
  const found = await readIdentity(tools);
  if (found !== undefined) return found;
  throw AvbError.of("KEY_MISSING", { store: tools.store, path: identityPath(tools.world) });
}

async function readIdentity({ world, folder }: KeyTools): Promise<Secret | undefined> {
  const printed = await printedIdentity(world);
  const path = printed === undefined ? identityPath(world) : COMMAND;
  const file = printed ?? (await readPrivate(world, path));
  if (file === undefined) return undefined;
  if (folder !== undefined && isBelow(file.realPath, await realOf(world, folder)))
    throw AvbError.of("KEY_PLACE", { path });
  const [line] = IDENTITY.exec(file.text) ?? [];
  if (line === undefined) throw AvbError.of("KEY_FORM", { path });
  const identity = new Secret(line);
  await world.age.recipientOf(identity).catch((cause: unknown) => {
    if (cause instanceof AgeRefusal) throw AvbError.of("KEY_FORM", { path }, { cause });
    throw cause;
  });
  return identity;
}

/**
 * What the program of AVB_IDENTITY_COMMAND prints, such as one of the system's keychain; undefined where none is named.
 * KEY_COMMAND (10) for one that fails, without a word of what it printed.
 */
async function printedIdentity({ host, shell }: World): Promise<{ text: string; realPath: string } | undefined> {
  const [file, ...args] = host.env[COMMAND]?.split(/\s+/).filter((word) => word !== "") ?? [];
  if (file === undefined) return undefined;
  const why = (how: string) => AvbError.of("KEY_COMMAND", { file, why: how });
  const done = await shell
    .run([file, ...args], { cwd: host.home, env: present(host.env), timeoutMs: COMMAND_MS })
    .catch((error: unknown) => {
      if (error instanceof AvbError) throw why("could not be run");
      throw error;
    });
  if (done.exitCode !== 0) throw why(`ended with ${done.exitCode}`);
  return { text: done.stdout, realPath: "" };
}

/** Of two processes that make one at the same time, one wins, and both go on with its. */
async function makeIdentity(tools: KeyTools): Promise<Secret> {
  const { world } = tools;
  const path = identityPath(world);
  if (world.host.env.AVB_IDENTITY_FILE !== undefined) throw AvbError.of("KEY_MISSING", { store: tools.store, path });
  const identity = await world.age.makeIdentity();
  const recipient = await world.age.recipientOf(identity);
  const made = new Date(world.clock.now()).toISOString();
  await world.files.create(path, `# created: ${made}\n# public key: ${recipient}\n${identity.reveal()}\n`);
  return existingIdentity(tools);
}

async function passphrase({ world, store, ask }: KeyTools): Promise<Secret> {
  const path = world.host.env.AVB_PASSPHRASE_FILE;
  if (path !== undefined) {
    const file = await readPrivate(world, path);
    const text = file?.text.replace(/\r?\n$/, "") ?? "";
    if (text === "")
      throw AvbError.of("KEY_WRONG", {
        store,
        key: `${path}: it is empty or not there`,
        fix: `write the passphrase into ${shellWord(path)}`,
      });
    return new Secret(text);
  }
  if (ask === undefined) throw AvbError.of("PASSPHRASE_NEEDED", { store });
  return ask(`Passphrase of ${store}:`);
}

/** A file for its owner alone, or KEY_EXPOSED. */
async function readPrivate(world: World, path: string): Promise<{ text: string; realPath: string } | undefined> {
  const file = await world.files.readRegular(path, MOST_BYTES);
  if (file === undefined) return undefined;
  const problem = unsafe({ ...file.facts, links: 1 }, world.host, path);
  if (problem !== undefined) throw AvbError.of("KEY_EXPOSED", { path, ...problem });
  if (world.host.platform !== "win32" && (file.facts.mode & 0o077) !== 0)
    throw AvbError.of("KEY_EXPOSED", { path, why: "can be read by others", fix: `chmod 600 ${shellWord(path)}` });
  return { text: takenText(file.bytes), realPath: file.realPath };
}

const realOf = (world: World, path: string): Promise<string> => world.files.realPath(path).catch(() => path);

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
