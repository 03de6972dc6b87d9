import { buffer } from "node:stream/consumers";

/** A file of an archive. */
export interface TarFile {
  readonly path: string;
  readonly text: string;
  readonly uid: number;
  readonly mode: number;
}

/** An archive of these files. Folders are left to whoever unpacks it: an entry for one that exists would change its owner. */
export async function tarOf(files: readonly TarFile[]): Promise<Buffer> {
  const { pack } = await import("tar-stream");
  const archive = pack();
  for (const { path, text, uid, mode } of files)
    archive.entry({ name: path.replace(/^\/+/, ""), uid, gid: uid, mode }, text);
  archive.finalize();
  return buffer(archive);
}
