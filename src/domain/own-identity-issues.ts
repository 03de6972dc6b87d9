import { closest } from "./closest.ts";
import type { ConfigInput } from "./config-schema.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { IdentityDocument } from "./identity.ts";
import { asGroupPath, isTenantNamed } from "./own-identities.ts";
import { printable } from "./printable.ts";
import type { KeyPath, YamlDocument } from "./yaml-document.ts";

/** What a file says of users and clients that only the identities which ship with avb can judge; empty when it fits them. */
export const ownIdentityErrors = (
  { users = [], clients = [] }: ConfigInput,
  document: YamlDocument,
  shipped: IdentityDocument,
): readonly AvbError[] => {
  const at = (...path: KeyPath) => ({ place: document.placeOf(path) });
  return [
    ...users.flatMap(({ tenant }, index) =>
      tenant === undefined || shipped.tenants.some((known) => isTenantNamed(known, tenant))
        ? []
        : [AvbError.of("CONFIG_TENANT_UNKNOWN", tenantFacts(tenant, shipped), at("users", index, "tenant"))],
    ),
    ...users.flatMap(({ username, email }, index) => {
      const owner = email === undefined ? undefined : ownerOf(email, username, shipped);
      const facts = { email: printable(email ?? ""), owner: owner ?? "" };
      return owner === undefined ? [] : [AvbError.of("CONFIG_EMAIL_TAKEN", facts, at("users", index, "email"))];
    }),
    ...users.flatMap(({ groups }, index) =>
      groups.flatMap((group, part) =>
        asGroupPath(group).slice(1).split("/").includes("")
          ? [invalid("a group's name, or its path such as /sales/north", group, at("users", index, "groups", part))]
          : [],
      ),
    ),
    ...clients.flatMap(({ redirectUris }, index) =>
      redirectUris.flatMap((uri, part) =>
        URL.canParse(uri.replace(/\*$/, ""))
          ? []
          : [invalid("a URI with a host and port that can be", uri, at("clients", index, "redirectUris", part))],
      ),
    ),
  ];
};

const invalid = (allowed: string, got: string, detail: Parameters<typeof AvbError.of>[2]): AvbError =>
  AvbError.of("CONFIG_INVALID", { allowed, got: `the text '${printable(got)}'` }, detail);

/** The shipped user, other than this one, that has the address already. */
const ownerOf = (email: string, username: string, { users }: IdentityDocument): string | undefined =>
  users.find((user) => user.username !== username && user.email.toLowerCase() === email.toLowerCase())?.username;

function tenantFacts(tenant: string, { tenants }: IdentityDocument) {
  const known = tenants.map(({ name }) => name);
  return { tenant: printable(tenant), known: known.join(", "), fix: closest(tenant, known) ?? "one of those" };
}
