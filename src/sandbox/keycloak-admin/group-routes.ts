import type { Group } from "../../domain/identity.ts";
import type { AdminCall, AdminRoute } from "./admin-call.ts";
import { failure, found, ok } from "./answers.ts";
import { flag, page } from "./paging.ts";
import {
  childrenOf,
  groupDetails,
  groupRepresentation,
  type Representation,
  userRepresentation,
} from "./representations.ts";
import { attributePairs } from "./user-search.ts";

/** Groups: list, search, count, one, by path, children, members. */
export const GROUP_ROUTES: readonly AdminRoute[] = [
  { method: "GET", path: "groups", needs: "query-groups", handle: list },
  { method: "GET", path: "groups/count", needs: "query-groups", handle: count },
  {
    method: "GET",
    path: "groups/:id",
    needs: "view-users",
    handle: (call) => ok(full(call, groupOf(call))),
  },
  { method: "GET", path: "groups/:id/children", needs: "view-users", handle: children },
  { method: "GET", path: "groups/:id/members", needs: "view-users", handle: members },
  { method: "GET", path: "group-by-path/*path", needs: "view-users", handle: byPath },
];

const DEFAULT_MAX = 100;

/** The group of the path, or Keycloak's 404. */
export const groupOf = (call: AdminCall): Group =>
  found(call.store.findGroup({ id: call.param("id") }), failure(404, "Could not find group by id"));

/** A group with everything, as its own address shows it. */
export const full = (call: AdminCall, group: Group): Representation => ({
  ...groupRepresentation(call.store, group),
  ...groupDetails(group),
  ...access(call),
});

const access = (call: AdminCall): Representation => {
  const manage = call.may("manage-users");
  return { access: { view: true, viewMembers: true, manageMembers: manage, manage, manageMembership: manage } };
};

/** The groups that the query looks for, at whatever depth; undefined when it looks for none in particular. */
function matches(call: AdminCall): ReadonlySet<Group> | undefined {
  const search = call.query.get("search")?.toLowerCase();
  const pairs = attributePairs(call.query);
  if (search === undefined && pairs.length === 0) return undefined;
  const exact = flag(call.query, "exact");
  const byName = ({ name }: Group) =>
    search === undefined || (exact ? name.toLowerCase() === search : name.toLowerCase().includes(search));
  const byAttribute = ({ attributes }: Group) =>
    pairs.every(([key, value]) => Object.hasOwn(attributes, key) && (attributes[key] ?? []).includes(value));
  return new Set(call.store.groups().filter((group) => byName(group) && byAttribute(group)));
}

/** Groups at the top; a search shows each match below the groups above it. */
function list(call: AdminCall) {
  if (!call.may("view-users")) return ok([]);
  const wanted = matches(call);
  const detailed = !flag(call.query, "briefRepresentation", true);
  const trees = childrenOf(call.store, "").flatMap((group) => tree(call, group, { wanted, detailed }));
  return ok(page(trees, call.query, DEFAULT_MAX));
}

interface Shown {
  readonly wanted: ReadonlySet<Group> | undefined;
  readonly detailed: boolean;
}

function tree(call: AdminCall, group: Group, shown: Shown): readonly Representation[] {
  const below =
    shown.wanted === undefined ? [] : childrenOf(call.store, group.path).flatMap((child) => tree(call, child, shown));
  if (shown.wanted !== undefined && !shown.wanted.has(group) && below.length === 0) return [];
  const brief = groupRepresentation(call.store, group, below);
  return [{ ...brief, ...(shown.detailed ? groupDetails(group) : {}), ...access(call) }];
}

function count(call: AdminCall) {
  if (!call.may("view-users")) return ok({ count: 0 });
  const wanted = matches(call);
  if (wanted !== undefined) return ok({ count: wanted.size });
  return ok({ count: flag(call.query, "top") ? childrenOf(call.store, "").length : call.store.groups().length });
}

function children(call: AdminCall) {
  const list = page(childrenOf(call.store, groupOf(call).path), call.query, DEFAULT_MAX);
  return ok(list.map((group) => full(call, group)));
}

function members(call: AdminCall) {
  const { path } = groupOf(call);
  const brief = flag(call.query, "briefRepresentation");
  const list = page(
    call.store.users().filter((user) => user.groups.includes(path)),
    call.query,
    DEFAULT_MAX,
  );
  return ok(list.map((user) => userRepresentation(user, brief)));
}

function byPath(call: AdminCall) {
  const path = `/${call.param("path")}`;
  const group = found(call.store.findGroup({ path }), failure(404, "Group path does not exist"));
  return ok({ ...groupRepresentation(call.store, group), ...groupDetails(group) });
}
