/** No such folder, and so no program in it. An empty PATH would mean the current folder. */
const NOWHERE = "/nonexistent";

/**
 * The PATH on which a tool may be looked for: absolute folders only, and none of the repository where one is given, so that
 * neither the current folder nor a `node_modules/.bin` nor a clone's own `bin` can slip in a program of that name.
 */
export const safePath = (path: string, separator: ":" | ";", repository?: string): string =>
  path
    .split(separator)
    .filter((folder) => /^(\/|[A-Za-z]:[\\/])/.test(folder) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .filter((folder) => repository === undefined || !isWithin(repository, folder))
    .join(separator) || NOWHERE;

const isWithin = (repository: string, folder: string): boolean =>
  folder === repository || (folder.startsWith(repository) && /^[\\/]/.test(folder.slice(repository.length)));
