/** What a place in a text is: a value that opens something, or a text that stands where such a value should. */
export type HitKind = "secret" | "placeholder";

/** A place in a text that was found by a rule, from offset to offset in UTF-16 units. */
export interface ScanHit {
  /** A rule of `src/credentials/scan/titles.ts`. */
  readonly rule: string;
  readonly kind: HitKind;
  readonly start: number;
  readonly end: number;
  /** The credential of the catalogue that it belongs to. */
  readonly credential?: string;
  /** How the value stands there when not in plain. */
  readonly encoding?: "base64";
  /** The value itself where it is not the text between the offsets. */
  readonly value?: string;
}

/** A rule's hits in one text beyond these are not told one by one: a generated file may have a million. */
export const MOST_HITS = 1000;

/** Rules that say what was not looked for, at the place from which on. */
export const CUT_SHORT = { own: "too-many", engine: "too-many-for-engine" } as const;

/** A text with the path that tells what kind of file it is. */
export interface ScanText {
  readonly path: string;
  readonly text: string;
}

/** The engine that runs rules over texts; loaded when the first text is given to it. */
export interface SecretEngine {
  /** What the engine's recommended rules find, by place, under ids of their own. */
  scan(source: ScanText): Promise<readonly ScanHit[]>;
}

/** A git object with its content, which is absent where it is larger than asked for. */
export interface GitBlob {
  readonly id: string;
  /** A path that it has or had; empty where git names none. */
  readonly path: string;
  readonly size: number;
  readonly bytes?: Uint8Array;
}

/** How git is to be called: the program with its settings, where, and with what environment. */
export interface GitCall {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Contents of a repository, streamed through one `git cat-file --batch`. Failures are SCAN_GIT_FAILED (5). */
export interface GitObjects {
  /** Every blob that a branch, a tag, a stash or a reflog leads to, once each, those of newer commits first. */
  history(call: GitCall, limits: { readonly maxBytes: number; readonly signal: AbortSignal }): AsyncIterable<GitBlob>;
  /** These blobs, in their order; what git does not have is left out. */
  named(
    call: GitCall,
    wanted: readonly { readonly id: string; readonly path: string }[],
    limits: { readonly maxBytes: number; readonly signal: AbortSignal },
  ): AsyncIterable<GitBlob>;
}
