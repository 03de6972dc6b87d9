/** A question that a browser puts to an identity provider. */
export interface BrowserQuestion {
  readonly name: string;
  /** A path with `{realm}` in it; the authorization endpoint when left out. */
  readonly at?: string;
  readonly ask?: Readonly<Record<string, string>>;
  /** Parameters of an ordinary sign-in that are left out. */
  readonly without?: readonly string[];
  readonly accept?: string;
  readonly signedIn?: boolean;
}

/** Where it led to. */
export interface BrowserAnswer {
  readonly name: string;
  readonly to: "code" | "error" | "login" | "page" | "json";
  readonly status?: number;
  readonly error?: string;
  readonly error_description?: string;
  readonly body?: unknown;
}

/** Whom the questions are put to, and who signs in there. */
export interface BrowserProvider {
  readonly base: string;
  readonly realm: string;
  readonly client: string;
  readonly redirect: string;
  readonly username: string;
  readonly password: string;
}

/** Puts every question to a server. */
export function answersOf(
  provider: BrowserProvider,
  questions: readonly BrowserQuestion[],
): Promise<readonly BrowserAnswer[]>;
