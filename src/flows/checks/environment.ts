import { type Check, type Finding, findings } from "../../domain/check.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";

/** Folders in which programs are looked for. */
export const pathCheck: Check = {
  id: "path",
  title: "PATH",
  looksAt: "empty and relative entries of PATH, through which a repository could slip in a git or docker of its own",
  run: async ({ host: { env, platform } }) => {
    const separator = platform === "win32" ? ";" : ":";
    const entries = (env.PATH ?? "").split(separator);
    const odd = entries.filter((entry) => !isAbsolute(entry));
    // Windows ends PATH with a separator as often as not, and means nothing by it.
    const bad = platform === "win32" ? odd.filter((entry) => entry !== "") : odd;
    if (env.PATH === undefined || bad.length === 0)
      return [{ state: "ok", says: `${entries.length} folders, all of them absolute` }];
    const named = [...new Set(bad)].map((entry) => (entry === "" ? "an empty entry" : `'${entry}'`)).join(", ");
    const says = `PATH has ${named}, which means a folder below the current one`;
    return [{ state: "warn", says, fixes: [`export PATH=${shellWord(entries.filter(isAbsolute).join(separator))}`] }];
  },
};

const isAbsolute = (entry: string): boolean => /^(?:[/\\~]|[A-Za-z]:[\\/])/.test(entry);

/** Settings of Node that applications and avb share. */
export const nodeOptionsCheck: Check = {
  id: "node-options",
  title: "Node's settings",
  looksAt: "NODE_OPTIONS, NODE_EXTRA_CA_CERTS and NODE_TLS_REJECT_UNAUTHORIZED",
  run: async (world) => {
    const { NODE_OPTIONS = "", NODE_TLS_REJECT_UNAUTHORIZED } = world.host.env;
    const found: Finding[] = [...(await certificateFindings(world))];
    const inspect = /(?:^|\s)(--inspect(?:-brk)?(?:=\S+)?)(?=\s|$)/.exec(NODE_OPTIONS)?.[1];
    if (inspect !== undefined) {
      const says = `NODE_OPTIONS has ${inspect}: every Node program opens the debugger's port, and the second one cannot`;
      found.push({
        state: "warn",
        says,
        fixes: ["unset NODE_OPTIONS, and give the option to the one program you debug"],
      });
    }
    if (NODE_TLS_REJECT_UNAUTHORIZED === "0") {
      const says = "NODE_TLS_REJECT_UNAUTHORIZED is 0: Node programs believe any certificate";
      found.push({ state: "warn", says, fixes: ["unset NODE_TLS_REJECT_UNAUTHORIZED"] });
    }
    return findings(found, "nothing in them is in the way");
  },
};

async function certificateFindings({ host, files }: World): Promise<readonly Finding[]> {
  const path = host.env.NODE_EXTRA_CA_CERTS;
  if (!path) return [];
  const facts = await files.facts(isAbsolute(path) ? path : `${host.cwd}/${path}`, { follow: true });
  if (facts?.kind === "file") return [];
  const what = facts === undefined ? "which is not there" : `which is a ${facts.kind}`;
  const says = `NODE_EXTRA_CA_CERTS names ${path}, ${what}: Node goes on without those certificates`;
  return [{ state: "warn", says, fixes: ["unset NODE_EXTRA_CA_CERTS", "let it name the file of your certificates"] }];
}

/** The rights that new files lose. */
export const umaskCheck: Check = {
  id: "umask",
  title: "umask",
  looksAt: "whether files made here can be read by their owner, and not be written by everybody",
  run: async ({ machine }) => {
    const mask = await machine.umask();
    if (mask === undefined) return [{ state: "ok", says: "this system has none" }];
    const text = mask.toString(8).padStart(4, "0");
    const fixes = ["umask 022"] as const;
    if ((mask & 0o600) !== 0)
      return [{ state: "fail", says: `umask ${text} takes files away from their own owner`, fixes }];
    if ((mask & 0o002) === 0)
      return [{ state: "warn", says: `umask ${text} lets every user write to files made here`, fixes }];
    return [{ state: "ok", says: text }];
  },
};

/** The home folder: other tools keep what is theirs there, and avb does by default. */
export const homeCheck: Check = {
  id: "home",
  title: "Home folder",
  looksAt: "whether HOME is a folder of this user's own that can be written to",
  run: async ({ host: { home, uid }, files }) => {
    const facts = await files.facts(home, { follow: true });
    const warn = (says: string, fix: string) => [{ state: "warn", says, fixes: [fix] }] as const;
    const other = 'export HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"';
    if (facts === undefined) return warn(`HOME is ${home}, which is not there`, other);
    if (facts.kind !== "directory") return warn(`HOME is ${home}, which is a ${facts.kind}`, other);
    if (uid !== -1 && facts.uid !== uid) return warn(`HOME is ${home}, which belongs to user ${facts.uid}`, other);
    if (uid > 0 && (facts.mode & 0o300) !== 0o300)
      return warn(`${home} cannot be written to`, `chmod u+wx ${shellWord(home)}`);
    return [{ state: "ok", says: home }];
  },
};
