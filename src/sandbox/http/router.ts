import type { SandboxAnswer, SandboxRequest } from "./exchange.ts";

/**
 * One row of a routing table. A pattern is a path with places (`/realms/:realm`); `*` as its last segment stands for the rest.
 * A handler that answers undefined has written to `request.raw` itself.
 */
export interface Route {
  readonly method: string;
  readonly pattern: string;
  handle(request: SandboxRequest): Promise<SandboxAnswer | undefined> | SandboxAnswer | undefined;
}

/** What a path leads to: a route with the values of its places, the methods it has instead, or nothing. */
export type Match =
  | { readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly methods: readonly string[] };

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Finds the first route of the table for a method and a path. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const table: readonly Compiled[] = routes.map((route) => ({ route, segments: route.pattern.split("/") }));
  return (method, path) => {
    const parts = path.split("/");
    const methods: string[] = [];
    for (const { route, segments } of table) {
      const params = matchSegments(segments, parts);
      if (params === undefined) continue;
      if (route.method === method || (route.method === "GET" && method === "HEAD")) return { route, params };
      methods.push(route.method);
    }
    return { methods };
  };
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const open = segments.at(-1) === "*";
  const fixed = open ? segments.slice(0, -1) : segments;
  const fits = open ? parts.length > fixed.length : parts.length === fixed.length;
  const values = fits ? fixed.map((segment, at) => placeValue(segment, parts[at] ?? "")) : [undefined];
  if (values.includes(undefined)) return undefined;
  return Object.fromEntries(
    fixed.flatMap((segment, at) => (segment.startsWith(":") ? [[segment.slice(1), values[at] ?? ""]] : [])),
  );
}

/** What stands in a segment's place: the part itself where the pattern has that word, undefined where they differ. */
function placeValue(segment: string, part: string): string | undefined {
  if (!segment.startsWith(":")) return segment === part ? part : undefined;
  return decoded(part) || undefined;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
