import { lookAtVault } from "../../services/vault/seed.ts";
import { type WantedVault, wantedThings } from "../../services/vault/wanted.ts";
import { openVaultDocuments } from "../vault/vault-documents.ts";
import { reading, stackVault } from "../vault/vault-place.ts";
import type { Seeder } from "./seeder.ts";
import { writeAll } from "./write-all.ts";

/** What expires is looked at again this often though nothing else changed: half the life of the shortest is longer. */
const RENEWAL_MS = 7 * 24 * 3_600_000;

/** Vault's engines, policies, keys, users' rules, certificates, ways to sign in and first secrets. */
export const vaultSeeder: Seeder = {
  usable: ["postgres"],
  async open(subject) {
    const { world, stack, secrets } = subject;
    const wanted = await openVaultDocuments(subject);
    const hasDatabase = stack.running.has("postgres");
    return {
      facts: factsOf(wanted, hasDatabase),
      async look({ everything, prune, made, signal }) {
        const api = stackVault(world, stack, await secrets.get("vault/root-token"), signal);
        const wishes = { mount: wanted.mount, hasDatabase, everything, prune, made };
        const { verdicts, stages } = await reading(api, () => lookAtVault(api, wantedThings(wanted), wishes));
        return {
          verdicts,
          differing: stages.reduce((sum, stage) => sum + stage.length, 0),
          async write(report) {
            const writes = stages.map((stage) => stage.map(({ run, ...about }) => ({ ...about, run: () => run(api) })));
            await writeAll(writes, { world, title: "Vault", id: "vault", report, signal });
            return [];
          },
        };
      },
    };
  },
};

const factsOf = ({ shown, policies, mount, tokenOf, document, nowMs }: WantedVault, hasDatabase: boolean): string =>
  JSON.stringify({
    ...{ shown, policies, mount, hasDatabase, renewal: Math.floor(nowMs / RENEWAL_MS) },
    tokens: (document.tokens ?? []).map(({ id }) => tokenOf(id).shown),
  });
