/** A file of an archive. */
export interface TarFile {
  readonly path: string;
  readonly text: string;
  readonly uid: number;
  readonly mode: number;
}

/** An archive of these files. Folders are left to whoever unpacks it: an entry for one that exists would change its owner. */
export async function tarOf(files: readonly TarFile[]): Promise<Buffer> {
  // A CommonJS package: in the bundle it has no names of its own, only the default.
  const [{ default: tar }, { buffer }] = await Promise.all([import("tar-stream"), import("node:stream/consumers")]);
  const archive = tar.pack();
  for (const { path, text, uid, mode } of files)
    archive.entry({ name: path.replace(/^\/+/, ""), uid, gid: uid, mode }, text);
  archive.finalize();
  return buffer(archive);
}
