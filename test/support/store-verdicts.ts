/** The stores that are written, and what each is tested against. */
export const WRITTEN_STORES = {
  local: "Local file",
  vault: "Vault",
  aws: "AWS (moto)",
  azure: "Azure (played)",
} as const;

/** One of them. */
export type WrittenStore = keyof typeof WRITTEN_STORES;

/** The same verdict for each of them. */
export const everywhere = (verdict: string): Readonly<Record<WrittenStore, string>> => ({
  ...{ local: verdict, vault: verdict, aws: verdict, azure: verdict },
});
