/** A text of a probe whose secrets are still names. */
export type ProbeText = readonly (string | { readonly secret: string })[];

/** A question whose answer shows how far a container has come; an `exec` may name another of the service's containers. */
export type Probe =
  | {
      readonly kind: "http";
      readonly port: string;
      readonly path: string;
      readonly status: number;
      readonly method?: "GET" | "POST" | "PUT";
      readonly headers?: Readonly<Record<string, ProbeText>>;
      /** Sent as a form. */
      readonly form?: Readonly<Record<string, ProbeText>>;
      /** Sent as JSON; holds no secret. */
      readonly json?: unknown;
      /** What the answer must contain. */
      readonly answer?: string;
    }
  | {
      readonly kind: "tcp";
      readonly port: string;
      /** One character for each byte. */
      readonly sends: string;
      /** What one of the first answer's beginnings must be. */
      readonly answers: readonly string[];
    }
  | {
      readonly kind: "exec";
      readonly command: readonly [string, ...string[]];
      readonly container?: string;
      readonly answer?: string;
    };

/** When a service counts as usable, beyond answering its first probe. */
export interface Readiness {
  /** From its start, in milliseconds. */
  readonly withinMs: number;
  /** Every one must succeed: what an application will do with it. */
  readonly usable: readonly Probe[];
  /** What is asked of one that stands as it did when all that was answered well; the cheapest of them when absent. */
  readonly glance?: Probe;
  /** How many good looks in a row, from one and the same start, are wanted; 3 unless a look is dear. */
  readonly looks?: number;
  readonly everyMs?: number;
  /** What it holds can be read from its first good answer on; it is written to only once it is usable. */
  readonly readsEarly?: true;
}
