import { randomBytes } from "node:crypto";
import { bundleOf, deletedBundleOf, type HeldSecret, type SecretVersion } from "./key-vault-bundles.ts";
import { badParameter, conflict, notFound, type VaultAnswer, vaultError } from "./key-vault-errors.ts";

const PAGE = 25;
/** The most that the service takes: "25k bytes" (About secrets), and fifteen tags (Tags). */
const MOST_BYTES = 25_600;
const MOST_TAGS = 15;

/** The secrets of one vault, as the Key Vault REST reference describes what becomes of them. Not Azure. */
export class VaultState {
  /** How many answers a deletion or a recovery takes to be seen. */
  lag = 0;
  #secrets = new Map<string, HeldSecret>();
  readonly #url: () => string;

  constructor(url: () => string) {
    this.#url = url;
  }

  clear(): void {
    this.#secrets.clear();
    this.lag = 0;
  }

  /** Names that are there, deleted or not. */
  names(): readonly string[] {
    return [...this.#secrets.keys()].toSorted();
  }

  put(name: string, given: Readonly<Record<string, unknown>>): VaultAnswer {
    const { value, contentType, tags = {}, attributes = {} } = given;
    if (typeof value !== "string" || value === "") return badParameter("Property  has invalid value");
    if (Buffer.byteLength(value) > MOST_BYTES)
      return badParameter(`The value of a secret has at most ${MOST_BYTES} bytes`);
    const texts = Object.entries(Object(tags)).map(([tag, text]) => [tag, String(text)] as const);
    if (texts.length > MOST_TAGS || texts.some(([, text]) => text.length > 256))
      return badParameter("Too many or too long tags");
    const held = this.#secrets.get(name) ?? { versions: [], lag: 0 };
    if (held.deleted !== undefined) return this.#deletedConflict(name, held);
    if (held.lag > 0) {
      held.lag -= 1;
      return conflict(name, "ObjectIsBeingRecovered", "being recovered.");
    }
    const { exp, enabled = true } = Object(attributes);
    const version: SecretVersion = {
      ...{ id: randomBytes(16).toString("hex"), value, tags: Object.fromEntries(texts), enabled },
      ...{ created: Math.floor(Date.now() / 1000) },
      ...(typeof contentType === "string" && { contentType }),
      ...(typeof exp === "number" && { exp }),
    };
    held.versions.push(version);
    this.#secrets.set(name, held);
    return { status: 200, body: { value, ...bundleOf(this.#url(), name, version) } };
  }

  get(name: string, id: string): VaultAnswer {
    const held = this.#secrets.get(name);
    const isHidden = held === undefined || held.deleted !== undefined || held.lag > 0;
    if (held !== undefined && held.lag > 0 && held.deleted === undefined) held.lag -= 1;
    const version = id === "" ? held?.versions.at(-1) : held?.versions.find((one) => one.id === id);
    if (isHidden || version === undefined) return notFound(id === "" ? name : `${name}/${id}`);
    if (!version.enabled)
      return vaultError(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");
    return { status: 200, body: { value: version.value, ...bundleOf(this.#url(), name, version) } };
  }

  /** Other tags and another expiry; what is not named stays. */
  update(name: string, id: string, { tags, attributes }: Readonly<Record<string, unknown>>): VaultAnswer {
    const held = this.#secrets.get(name);
    const at = held?.deleted === undefined ? (held?.versions.findIndex((one) => one.id === id) ?? -1) : -1;
    const version = held?.versions[at];
    if (held === undefined || version === undefined) return notFound(`${name}/${id}`);
    const { exp = version.exp } = Object(attributes);
    const changed = { ...version, ...(tags instanceof Object && { tags: { ...tags } }), ...(exp && { exp }) };
    held.versions[at] = changed;
    return { status: 200, body: bundleOf(this.#url(), name, changed) };
  }

  /** A page of versions; `skip` is what the link to the next one carries. */
  versions(name: string, skip: number): VaultAnswer {
    const held = this.#secrets.get(name);
    const all = held === undefined || held.deleted !== undefined ? [] : held.versions.toSorted(byId);
    const value = all.slice(skip, skip + PAGE).map((one) => bundleOf(this.#url(), name, one));
    const next = `${this.#url()}/secrets/${name}/versions?api-version=7.6&$skiptoken=${skip + PAGE}`;
    return { status: 200, body: { value, nextLink: skip + PAGE < all.length ? next : null } };
  }

  remove(name: string): VaultAnswer {
    const held = this.#secrets.get(name);
    if (held === undefined || held.deleted !== undefined) return notFound(name);
    Object.assign(held, { deleted: Math.floor(Date.now() / 1000), lag: this.lag });
    return { status: 200, body: deletedBundleOf(this.#url(), name, held) };
  }

  deleted(name: string): VaultAnswer {
    const held = this.#secrets.get(name);
    if (held?.deleted === undefined || held.lag-- > 0)
      return vaultError(404, "SecretNotFound", `Deleted Secret not found: ${name}`);
    held.lag = 0;
    return { status: 200, body: deletedBundleOf(this.#url(), name, held) };
  }

  recover(name: string): VaultAnswer {
    const held = this.#secrets.get(name);
    const version = held?.versions.at(-1);
    if (held?.deleted === undefined || version === undefined) return notFound(name);
    if (held.lag > 0) return this.#deletedConflict(name, held);
    delete held.deleted;
    held.lag = this.lag;
    return { status: 200, body: bundleOf(this.#url(), name, version) };
  }

  #deletedConflict(name: string, held: HeldSecret): VaultAnswer {
    if (held.lag <= 0)
      return conflict(
        name,
        "ObjectIsDeletedButRecoverable",
        "in a deleted but recoverable state, and its name cannot be reused.",
      );
    held.lag -= 1;
    return conflict(name, "ObjectIsBeingDeleted", "being deleted.");
  }
}

const byId = (one: SecretVersion, other: SecretVersion): number => (one.id < other.id ? -1 : 1);
