import type { Checkout } from "../../domain/checkout.ts";
import { shownSecret } from "../../domain/document-references.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import { Secret } from "../../domain/secret.ts";
import { TOKEN_SECRET, vaultChoices } from "../../domain/vault-choices.ts";
import type { World } from "../../domain/world.ts";
import { YAML_LIMITS } from "../../domain/yaml-check.ts";
import {
  forTenants,
  isVaultDocument,
  mergeVaultDocuments,
  type VaultDocument,
  vaultDocumentProblems,
} from "../../services/vault/document.ts";
import { type VaultValuePlace, valuePlaces } from "../../services/vault/places.ts";
import { vaultPolicies } from "../../services/vault/policies.ts";
import { policyProblems } from "../../services/vault/policy-problems.ts";
import { hclIn, policyHcl } from "../../services/vault/policy-text.ts";
import type { NamedPolicy, WantedVault } from "../../services/vault/wanted.ts";
import { openLocalSecrets } from "../local-secrets.ts";
import { wantedIdentities } from "../plan-seed.ts";
import { openSeedDocument, openSeedText, type SeedDocument } from "../seeding/seed-document.ts";
import { ownSeeds, type SeedSource, shippedSeed } from "../seeding/seed-sources.ts";
import type { SeedSubject } from "../seeding/seeder.ts";

const DOCUMENT = "vault/vault.json";
/** Policies that are no rows of the matrix. */
const POLICIES = ["vault/policies/developer.hcl"] as const;

/** The documents of a checkout's Vault, shipped ones and the team's own, read and found to be well. */
export async function openVaultDocuments(subject: SeedSubject): Promise<WantedVault> {
  const { world, checkout } = subject;
  const { mount, token } = vaultChoices(checkout.loaded.config);
  const [local, { tenants }, own] = await Promise.all([
    openLocalSecrets(world, checkout),
    wantedIdentities(world, checkout),
    ownSeeds(world, checkout, "vault"),
  ]);
  const opened = await openPlain(subject, own);
  const key = local.get("seeds/digest").reveal();
  const fingerprint = (text: string) => world.hash.hmac(key, text);
  const show = (text: string) => shownSecret(new Secret(text), fingerprint);
  const whole = (documents: readonly VaultDocument[]) =>
    forTenants(
      mergeVaultDocuments(documents),
      tenants.map(({ id }) => id),
    );
  const document = withToken(
    whole(opened.map(({ value }) => value)),
    token === undefined ? local.get(TOKEN_SECRET) : token,
  );
  return {
    ...{ document, shown: whole(opened.map(({ shown }) => shown)), mount, show, nowMs: world.clock.now() },
    policies: await openVaultPolicies(subject),
    secretOf: (name) => ({ secret: local.get(name), shown: show(local.get(name).reveal()) }),
    tokenOf: (id) =>
      id instanceof Secret
        ? { secret: id, shown: show(id.reveal()) }
        : { secret: new Secret(String(id)), shown: String(id) },
  };
}

/** Where the documents keep each local secret. */
export async function openValuePlaces(subject: SeedSubject): Promise<ReadonlyMap<string, VaultValuePlace>> {
  const own = await ownSeeds(subject.world, subject.checkout, "vault");
  return valuePlaces((await openPlain(subject, own)).map(({ written }) => written));
}

/** avb's own document and the team's beside it, policies left out. */
async function openPlain(
  subject: SeedSubject,
  own: readonly SeedSource[],
): Promise<readonly SeedDocument<VaultDocument>[]> {
  const rules = { service: "vault", is: isVaultDocument, problems: vaultDocumentProblems };
  const sources = [await shippedSeed(subject.world, DOCUMENT), ...own.filter((source) => !isHcl(source))];
  return Promise.all(sources.map((source) => openSeedDocument(subject, source, rules)));
}

/** The document's development token under the id that was chosen. */
const withToken = (document: VaultDocument, id: string | Secret): VaultDocument => ({
  ...document,
  tokens: (document.tokens ?? []).map((entry) => (entry.id === "devtoken" ? { ...entry, id } : entry)),
});

const isHcl = ({ path }: SeedSource): boolean => path.endsWith(".hcl");

/** The policies of the matrix, avb's own beyond it, and the team's; of two with one name the later counts. */
export async function openVaultPolicies(subject: SeedSubject): Promise<readonly NamedPolicy[]> {
  const { world, checkout } = subject;
  const { mount } = vaultChoices(checkout.loaded.config);
  const sources = await policySources(world, checkout, []);
  const read = await Promise.all(sources.map((source) => openPolicy(subject, source, mount)));
  const matrix = vaultPolicies.map((policy) => ({ name: policy.id, text: policyHcl(policy, mount) }));
  return [...new Map([...matrix, ...read].map((policy) => [policy.name, policy])).values()];
}

/** The policies that are files: avb's own and the team's, or those at the given paths. NOT_READABLE for one that is not there. */
export async function policySources(
  world: World,
  checkout: Checkout,
  paths: readonly string[],
): Promise<readonly SeedSource[]> {
  if (paths.length > 0) return Promise.all(paths.map((path) => givenSource(world, path)));
  const shipped = await Promise.all(POLICIES.map((name) => shippedSeed(world, name)));
  return [...shipped, ...(await ownSeeds(world, checkout, "vault")).filter(isHcl)];
}

async function givenSource(world: World, path: string): Promise<SeedSource> {
  const absolute = path.startsWith("/") ? path : `${world.host.cwd}/${path}`;
  const file = await world.files.readRegular(absolute, YAML_LIMITS.bytes);
  if (file === undefined)
    throw AvbError.of("NOT_READABLE", { path, why: "it is not there", fix: "name a file that is" });
  return { path, text: new TextDecoder().decode(file.bytes) };
}

/** A policy's document; its name is the file's. SEED_DOCUMENT (3) with the line of everything that Vault would refuse. */
async function openPolicy(subject: SeedSubject, source: SeedSource, mount: string): Promise<NamedPolicy> {
  const { path } = source;
  const [first, ...others] = policyProblems(source.text)
    .filter(({ level }) => level === "wrong")
    .map(({ says, line, column }) =>
      AvbError.of("SEED_DOCUMENT", { id: "vault", what: says }, { place: { file: path, line, column } }),
    );
  if (first !== undefined) throw others.length === 0 ? first : new AvbErrors([first, ...others]);
  const text = await openSeedText(subject, source, "vault");
  if (text instanceof Secret)
    throw AvbError.of("SEED_DOCUMENT", { id: "vault", what: "a policy holds no secret" }, { place: { file: path } });
  return { name: path.replace(/^.*\//, "").replace(/\.hcl$/, ""), text: hclIn(mount, text) };
}
