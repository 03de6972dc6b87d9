import type { Secret } from "./secret.ts";

/** Where a database or a cache is, and who signs in. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  /** `none`: in the clear; `try`: in TLS where the server has it; `verified`: in TLS with a certificate that is trusted here. */
  readonly tls: "none" | "try" | "verified";
  /** Empty where the server knows no users. */
  readonly user: string;
  readonly password: Secret;
  readonly database: string;
}

/**
 * What a server said to who signs in. `in`: it was let in and its question answered; `denied`: user or password refused;
 * `forbidden`: let in, and may not do what was asked; `absent`: there is no such database; `busy`: it takes nobody just now;
 * `unsafe`: the password was not sent, since others could read it; `silent`: no connection, or no answer in time;
 * `strange`: an answer of no such server.
 */
export type LoginState = "in" | "denied" | "forbidden" | "absent" | "busy" | "unsafe" | "silent" | "strange";

/** The answer of a server; never a value that was sent, and no text of the server's. */
export interface LoginAnswer {
  readonly state: LoginState;
  /** What is known beyond the state, in avb's words. */
  readonly detail?: string;
  /** What whoever is in may do there beyond the data, in the server's words: `superuser`. */
  readonly powers?: readonly string[];
}

/** How long one waits. */
export interface LoginPatience {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Signs in to servers of others, asks one question that changes nothing, and leaves; never rejects but for its signal. */
export interface ServerLogins {
  postgres(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer>;
  redis(address: ServerAddress, patience: LoginPatience): Promise<LoginAnswer>;
}
