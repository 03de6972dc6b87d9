import { type Check, type Finding, findings } from "../../domain/check.ts";
import { type Checkout, stateRootOf } from "../../domain/checkout.ts";
import { modeText } from "../../domain/cure.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { identityPath } from "../secrets/store-key.ts";

/** Bits that let the group or others read or write. */
const OTHERS = 0o066;

/** What opens the store of credentials, and the store itself. */
export const keyFilesCheck: Check = {
  id: "key-files",
  title: "Keys of stores",
  looksAt:
    "the rights of the identity and the passphrase file that open the local store of credentials, and of its own files",
  run: async (world, { checkout }) => {
    const found = await Promise.all((await keyFiles(world, checkout)).map((path) => fileFindings(world, path)));
    return findings(found.flat(), "no other user can read what opens the stores of credentials");
  },
};

async function keyFiles(world: World, { id }: Checkout): Promise<readonly string[]> {
  const { AVB_PASSPHRASE_FILE: passphrase } = world.host.env;
  const folder = `${stateRootOf(world.host)}/credentials/${id}`;
  const kept = (await world.files.list(folder)).map((name) => `${folder}/${name}`);
  return [identityPath(world), ...(passphrase ? [passphrase] : []), ...kept];
}

async function fileFindings(world: World, path: string): Promise<readonly Finding[]> {
  const facts = await world.files.facts(path, { follow: true });
  if (world.host.uid === -1 || facts?.kind !== "file") return [];
  const { mode, uid } = facts;
  if ((mode & OTHERS) === 0) return [];
  const says = `${path} can be read by other users (mode ${modeText(mode)})`;
  const fixes = [`chmod 600 ${shellWord(path)}`] as const;
  return [
    { state: "fail", says, fixes, ...(uid === world.host.uid && { cure: { kind: "chmod", path, mode: 0o600 } }) },
  ];
}
