import { type Check, type Finding, findings } from "../../domain/check.ts";
import { type Checkout, stateRootOf } from "../../domain/checkout.ts";
import { modeText } from "../../domain/cure.ts";
import { parseGrant } from "../../domain/trust.ts";
import type { World } from "../../domain/world.ts";
import { grantPath } from "../trust-standing.ts";

const OTHERS_WRITE = 0o022;

/** What a person allowed this checkout to do. */
export const trustCheck: Check = {
  id: "trust",
  title: "Trust",
  looksAt: "whether what .devenvrc would do was allowed, and the record of it is one that avb believes",
  run: async (world, { checkout }) => {
    const { untrusted } = checkout.loaded;
    const broken = await grantFindings(world, checkout);
    if (broken.length > 0 || untrusted.length === 0) return findings(broken, "nothing waits for trust");
    const says = `not trusted yet, so commands that would act on it stop: ${untrusted.join(", ")}`;
    const waiting: Finding = { state: "warn", says, fixes: ["avb trust"] };
    if (!world.host.env.AVB_TRUST) return [waiting];
    const other = "AVB_TRUST is set, and allows another content than the files have";
    return [waiting, { state: "warn", says: other, fixes: ["avb trust --show, which tells the hash for AVB_TRUST"] }];
  },
};

/** A record that others could have written is not believed, and no change of its mode may make it so again. */
async function grantFindings({ files, host }: World, { id }: Checkout): Promise<readonly Finding[]> {
  const path = grantPath(stateRootOf(host), id);
  const facts = await files.facts(path);
  if (facts === undefined) return [];
  const warn = (says: string): readonly Finding[] => [{ state: "warn", says: `${path} ${says}`, fixes: ["avb trust"] }];
  if (facts.kind !== "file") return warn(`is a ${facts.kind}, so it allows nothing`);
  if (host.uid !== -1 && facts.uid !== host.uid) return warn(`belongs to user ${facts.uid}, so it allows nothing`);
  if (host.uid !== -1 && (facts.mode & OTHERS_WRITE) !== 0)
    return warn(`can be written by others (mode ${modeText(facts.mode)}), so it allows nothing`);
  return parseGrant((await files.read(path)) ?? "") === undefined ? warn("is not what avb wrote there") : [];
}
