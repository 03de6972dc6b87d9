import { cacheFolderOf } from "../../domain/cache-folder.ts";
import { type Check, type Finding, findings } from "../../domain/check.ts";
import { modeText } from "../../domain/cure.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { livingInstance } from "../resolve-stack.ts";
import { folderCure } from "./folder-cure.ts";
import { ownVersion } from "./own-version.ts";

/** What avb itself cannot do without, below the folder it is installed in. */
const PARTS = [
  "package.json",
  "dist/avb.cjs",
  "dist/packages.cjs",
  "dist/sandbox.cjs",
  "dist/billing.cjs",
  "compose/base.yaml",
  "templates/keycloak/identities.json",
  "templates/lago/billing.json",
] as const;
const OTHERS = 0o077;
const EVERYBODY_WRITES = 0o002;

/** avb's own files. */
export const packageCheck: Check = {
  id: "package",
  title: "avb's own files",
  looksAt: "whether every part of avb is installed, and nobody else may write to its programs",
  run: async ({ files, host }) => {
    const found = await Promise.all(
      PARTS.map(async (part): Promise<readonly Finding[]> => {
        const path = `${host.packageRoot}/${part}`;
        const facts = await files.facts(path, { follow: true });
        if (facts?.kind !== "file")
          return [
            { state: "fail", says: `${path} is missing`, fixes: ["install avb again: npm install --global avb"] },
          ];
        if (host.uid === -1 || (facts.mode & EVERYBODY_WRITES) === 0) return [];
        const says = `${path} can be written by every user (mode ${modeText(facts.mode)})`;
        return [{ state: "warn", says, fixes: [`chmod o-w ${shellWord(path)}`] }];
      }),
    );
    return findings(found.flat(), `everything is there in ${host.packageRoot}`);
  },
};

/** The cache of compiled code, which is believed only when nobody else could have written it. */
export const codeCacheCheck: Check = {
  id: "code-cache",
  title: "Code cache",
  looksAt: "owner and rights of the folder in which compiled code is kept; a wrong one makes every command slower",
  run: async (world) => {
    const folder = cacheFolderOf(world.host);
    if (folder === undefined) return [{ state: "ok", says: "none is kept" }];
    const code = `${folder}/code`;
    const builds = (await world.files.list(code)).map((name) => `${code}/${name}`);
    const found = await Promise.all([code, ...builds].map((path) => cacheFindings(world, path)));
    return findings(found.flat(), `${code} is ours alone`);
  },
};

async function cacheFindings({ files, host }: World, path: string): Promise<readonly Finding[]> {
  const facts = await files.facts(path, { follow: true });
  if (facts === undefined || host.uid === -1) return [];
  const warn = (says: string): Finding => ({ state: "warn", says, fixes: [`rm -r ${shellWord(path)}`] });
  if (facts.kind !== "directory") return [warn(`${path} is a ${facts.kind}, not a folder`)];
  if (facts.uid !== host.uid) return [warn(`${path} belongs to user ${facts.uid}, so avb can keep no code in it`)];
  if ((facts.mode & OTHERS) === 0) return [];
  const says = `${path} is open to other users (mode ${modeText(facts.mode)})`;
  return [{ state: "warn", says, fixes: [`chmod 700 ${shellWord(path)}`], ...(await folderCure(files, path)) }];
}

/** The running server beside the avb that asks. */
export const serverVersionCheck: Check = {
  id: "server-version",
  title: "Server's version",
  looksAt: "whether the running sandbox server is of this avb's version",
  run: async (world, { checkout }) => {
    const running = (await livingInstance(world, checkout).catch(() => undefined))?.version;
    const own = await ownVersion(world);
    if (running === undefined || own === undefined)
      return [{ state: "ok", says: `avb ${own ?? "of no known version"}` }];
    if (running === own) return [{ state: "ok", says: `both are ${own}` }];
    const says = `the sandbox server is version ${running}, and this avb is ${own}`;
    return [{ state: "warn", says, fixes: ["avb dev up, which restarts it"] }];
  },
};

/** Windows' drives inside WSL, on which rights do not hold and every file takes ten times as long. */
export const fileSystemCheck: Check = {
  id: "file-system",
  title: "File system",
  looksAt: "whether checkout and state lie on a Windows drive that WSL shows below /mnt",
  run: async ({ host }, { checkout }) => {
    const isWsl = /microsoft/i.test(host.version);
    const places = [checkout.root, checkout.state.directory].filter((path) => isWsl && /^\/mnt\/[a-z]\//i.test(path));
    const found = places.map(
      (path): Finding => ({
        state: "warn",
        says: `${path} lies on a Windows drive, where rights do not hold and files are slow`,
        fixes: ["keep the checkout below your home folder in Linux"],
      }),
    );
    return findings(found, "rights hold where checkout and state lie");
  },
};
