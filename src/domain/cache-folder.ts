/** What decides where the cache lies. */
interface CachePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
}

/** Where avb keeps what it can make again: AVB_CACHE_DIR, else the platform's own place; undefined where nothing is kept. */
export function cacheFolderOf({ env, home, platform }: CachePlace): string | undefined {
  const { AVB_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = env;
  if (AVB_CACHE_DIR !== undefined) return AVB_CACHE_DIR || undefined;
  if (XDG_CACHE_HOME) return `${XDG_CACHE_HOME}/avb`;
  if (platform === "win32") return LOCALAPPDATA ? `${LOCALAPPDATA}/avb/cache` : undefined;
  return platform === "darwin" ? `${home}/Library/Caches/avb` : `${home}/.cache/avb`;
}
