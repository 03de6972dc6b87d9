import { titleOf } from "../../../credentials/scan/titles.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { StoreId, StoreLook } from "../../../domain/credential-store.ts";
import type { Finding, ScanPart } from "../../../domain/scan-finding.ts";
import { fingerprint } from "../fingerprint.ts";
import { chooseHere } from "../known-credentials.ts";
import type { Secrets } from "../open-secrets.ts";
import { standingOf } from "../standing.ts";
import type { StoreTools } from "../store-tools.ts";
import { openStore } from "../stores.ts";

/** Looks for placeholders that somebody has stored; a store that cannot be read is an error, never empty. */
export async function scanStores({ all, tools }: Secrets, stores: readonly StoreId[]): Promise<ScanPart> {
  const here = chooseHere(all, [], tools.environment);
  const wanted = [...new Set(stores)];
  const findings: Finding[] = [];
  for (const store of wanted) {
    const looks = await openStore(tools, store).look(here);
    findings.push(...here.flatMap((one) => placeholdersOf(tools, one, { store, look: looks.get(one.id) })));
  }
  return { findings, skipped: [], looked: { stores: wanted.length } };
}

function placeholdersOf(
  { world, environment }: StoreTools,
  credential: Credential,
  { store, look }: { readonly store: StoreId; readonly look: StoreLook | undefined },
): readonly Finding[] {
  if (look?.state !== "present") return [];
  return standingOf(credential, look, environment).fields.flatMap(({ field, state }): readonly Finding[] => {
    const value = look.found.fields[field];
    if (state !== "placeholder" || value === undefined) return [];
    return [
      {
        ...{ kind: "placeholder", rule: "stored-placeholder", says: titleOf("stored-placeholder"), where: "store" },
        ...{
          path: `${store} (${environment}) ${credential.id}.${field}`,
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
        },
        ...{ credential: credential.id, fingerprint: fingerprint(world, value) },
      },
    ];
  });
}
