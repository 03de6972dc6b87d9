import type { KoaContextWithOIDC } from "oidc-provider";

/** A request that the provider is answering. */
export type ProviderContext = KoaContextWithOIDC;
