/**
 * True when this redirect URI is registered: equal to an entry, or below one that ends in `/*`.
 * Scheme, host and port always have to be the entry's own, and a path with dots in it cannot climb out of its folder.
 */
export const redirectAllowed = (registered: readonly string[], uri: string): boolean =>
  !uri.includes("#") && URL.canParse(uri) && registered.some((entry) => entry === uri || isBelow(entry, uri));

function isBelow(entry: string, uri: string): boolean {
  if (!entry.endsWith("/*")) return false;
  const folder = new URL(entry.slice(0, -1));
  const target = new URL(uri);
  if (target.username !== "" || target.password !== "") return false;
  return (
    target.protocol === folder.protocol && target.host === folder.host && isInside(folder.pathname, target.pathname)
  );
}

/** Keycloak lets `http://host/*` match `http://host` too. */
const isInside = (folder: string, path: string): boolean => path.startsWith(folder) || `${path}/` === folder;
