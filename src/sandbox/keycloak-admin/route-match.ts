import { AdminRefusal, type AdminRoute } from "./admin-call.ts";

/** A route with the values of the places in its path. */
export interface MatchedRoute {
  readonly route: AdminRoute;
  readonly params: ReadonlyMap<string, string>;
}

/** The route of these decoded segments; fixed words win over places. What the sandbox does not have is 501, so that it is never mistaken for Keycloak's own answer. */
export function matchRoute(routes: readonly AdminRoute[], method: string, segments: readonly string[]): MatchedRoute {
  const fits = routes.flatMap((route) => {
    const params = route.method === method ? placesOf(route.path, segments) : undefined;
    return params === undefined ? [] : [{ route, params }];
  });
  const [best] = fits.toSorted((one, other) => one.params.size - other.params.size);
  if (best === undefined) throw notOffered(method, segments);
  return best;
}

function placesOf(path: string, segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  const pattern = path === "" ? [] : path.split("/");
  const rest = pattern.at(-1)?.startsWith("*") ? pattern.pop() : undefined;
  const length = pattern.length;
  if (rest === undefined ? segments.length !== length : segments.length <= length) return undefined;
  if (!pattern.every((part, at) => part.startsWith(":") || part === segments[at])) return undefined;
  const places = pattern.flatMap((part, at) =>
    part.startsWith(":") ? [[part.slice(1), segments[at] ?? ""] as const] : [],
  );
  return new Map(rest === undefined ? places : [...places, [rest.slice(1), segments.slice(length).join("/")] as const]);
}

const notOffered = (method: string, segments: readonly string[]): AdminRefusal =>
  new AdminRefusal({
    status: 501,
    body: {
      error: `avb's sandbox does not offer ${method} ${segments.join("/") || "/"}; Keycloak itself runs in mode live`,
    },
  });
