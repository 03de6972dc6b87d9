import type { StatePaths } from "../checkout.ts";
import type { KeptFolder } from "../container.ts";
import type { RenderedContainer } from "../render-container.ts";
import type { RenderContext } from "../render-context.ts";

/** A folder of this machine that a container mounts. */
export interface MountedFolder extends KeptFolder {
  readonly source: string;
}

/** The folder of avb's state that a container of this name mounts. */
export const folderOf = ({ directory }: Pick<StatePaths, "directory">, container: string): string =>
  `${directory}/${container}`;

/** The folder that a container mounts; undefined for one that mounts none. */
export function keptFolder(
  { owner }: RenderContext,
  { name, service }: Pick<RenderedContainer, "name" | "service">,
): MountedFolder | undefined {
  const folder = service.containers?.[name]?.folder;
  if (folder === undefined || owner.state === undefined) return undefined;
  return { ...folder, source: folderOf(owner.state, name) };
}

/** The mount in the engine's words. `z` lets the container through where SELinux guards the machine, and is nothing elsewhere. */
export const bindOf = ({ source, path }: MountedFolder): string => `${source}:${path}:ro,z`;
