/** No such folder, and so no program in it. An empty PATH would mean the current folder. */
const NOWHERE = "/nonexistent";

/**
 * The PATH on which a tool may be looked for: absolute folders only, so that neither the current folder
 * nor a repository's `node_modules/.bin` can slip in a program of that name.
 */
export const safePath = (path: string, separator: ":" | ";"): string =>
  path
    .split(separator)
    .filter((folder) => /^(\/|[A-Za-z]:[\\/])/.test(folder) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .join(separator) || NOWHERE;
