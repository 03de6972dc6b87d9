import type { Client, Group, IdentityDocument, Role, Tenant, User } from "./identity.ts";
import type { Slot } from "./stack.ts";
import type { ToldError } from "./told-error.ts";

/** What `up` writes (0600, state folder, `launch.json`) for the sandbox server to start from; its path is the server's only argument. */
export interface SandboxLaunch {
  readonly instance: string;
  readonly version: string;
  readonly slot: Slot;
  readonly identityPort: number;
  readonly billingPort: number;
  readonly realm: string;
  readonly adminToken: string;
  /** The API key that the mock billing API accepts. */
  readonly billingKey: string;
  /** A further address to bind, for applications in containers; never a LAN one. */
  readonly gateway?: string;
  /** Real path of the checkout's root: the server ends when it is gone. */
  readonly root?: string;
  /** How often the server looks whether it still belongs to somebody; 20 s unless this says otherwise. */
  readonly lookEveryMs?: number;
  /** Where the server keeps its own state. */
  readonly state: {
    readonly instance: string;
    readonly keys: string;
    readonly identities: string;
    /** How far its clock is moved. */
    readonly clock: string;
    /** The file its standard error goes to, which it keeps from growing without end. */
    readonly log?: string;
  };
}

/**
 * The one message the server sends its starter over IPC before it closes the channel: it serves, a port it was given
 * is held by somebody else, or its files cannot be used. A starter that goes away before that takes the server with it (the `disconnect` event).
 */
export type StartupMessage = "ready" | { readonly taken: number } | { readonly failed: ToldError };

/** A client as the server holds it: its secret is compared, never shown. */
export type HeldClient = Client & { readonly secret?: string };

/** A user as the server holds it. */
export type HeldUser = User & { readonly password?: string };

/** One write to the server's identities. `key` is the natural key: name, path, username or clientId. */
export type IdentityChange =
  | { readonly do: "put"; readonly kind: "tenant"; readonly key: string; readonly value: Tenant }
  | { readonly do: "put"; readonly kind: "role"; readonly key: string; readonly value: Role }
  | { readonly do: "put"; readonly kind: "group"; readonly key: string; readonly value: Group }
  | { readonly do: "put"; readonly kind: "user"; readonly key: string; readonly value: HeldUser }
  | { readonly do: "put"; readonly kind: "client"; readonly key: string; readonly value: HeldClient }
  | { readonly do: "remove"; readonly kind: IdentityKind; readonly key: string };

/** The kinds of identity the server keeps. */
export type IdentityKind = "tenant" | "role" | "group" | "user" | "client";

/** The admin routes of the sandbox server, all below `/_avb/` on the identity port; all but `health` want the admin token as a bearer. */
export const ADMIN_ROUTES = {
  /** GET: `ServerHealth`; open, so that any command can ask whose server this is. */
  health: "/_avb/health",
  /** GET: `HeldIdentities`. */
  identities: "/_avb/identities",
  /** POST `{ changes: IdentityChange[] }`: applied all or none, then persisted; answers `{ applied }`. */
  changes: "/_avb/identities/changes",
  /** POST `TokenRequest`: `{ access_token, expires_in }`. */
  tokens: "/_avb/tokens",
  /** POST: makes a new signing key; answers `{ kid, previous }`. The old one stays published until its tokens have expired. */
  rotate: "/_avb/keys/rotate",
  /** GET: `SandboxTime`. POST `{ offsetMs }`: moves the clock there from the machine's time; answers `ClockMove`. */
  clock: "/_avb/clock",
  /** POST: answers 202, then ends in order. */
  stop: "/_avb/stop",
} as const;

/** Who is answering. */
export interface ServerHealth {
  readonly instance: string;
  readonly version: string;
  readonly pid: number;
  readonly uptimeMs: number;
}

/** The server's identities with a fingerprint (sha256 hex) in place of each password and client secret. */
export interface HeldIdentities {
  readonly document: IdentityDocument;
  readonly fingerprints: Readonly<Record<string, string>>;
}

/** A token made to order for a developer: the user's own claims unless overridden. */
export interface TokenRequest {
  readonly username?: string;
  readonly clientId?: string;
  /** Realm roles in place of the user's own. */
  readonly roles?: readonly string[];
  readonly tenant?: string;
  /** Seconds, at most 3600 (P23). */
  readonly ttlSeconds?: number;
}
