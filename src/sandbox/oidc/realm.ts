import type { IdentityStore } from "../identity-store.ts";
import type { KeyRing } from "../keyring.ts";
import type { Lockout } from "../lockout.ts";
import type { ProviderStorage } from "../provider-storage.ts";
import type { TokenService } from "../tokens.ts";

/** The realm being served: its identities, keys, sessions and tokens. */
export interface RealmParts {
  readonly name: string;
  /** `http://localhost:<port>/realms/<name>`, whatever host a request came through. */
  readonly issuer: string;
  readonly store: IdentityStore;
  readonly keys: KeyRing;
  readonly storage: ProviderStorage;
  readonly tokens: TokenService;
  readonly lockout: Lockout;
  /** The sandbox's time, milliseconds since 1970. */
  readonly now: () => number;
  /** Told of what failed inside the server. */
  failed(error: unknown): void;
}
