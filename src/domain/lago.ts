import type { Secret } from "./secret.ts";
import type { ToldError } from "./told-error.ts";

/** The kinds of thing that avb keeps in Lago, by the name under which Lago lists them and the document holds them. */
export const LAGO_KINDS = ["billable_metrics", "plans", "customers", "subscriptions", "webhook_endpoints"] as const;

/** One of those kinds. */
export type LagoKind = (typeof LAGO_KINDS)[number];

/** A thing of Lago's: fields by the names of its REST API (the generated types of lago-javascript-client 1.53). */
export type LagoFields = Readonly<Record<string, unknown>>;

/** What a list is narrowed to; Lago's own query parameters. */
export interface LagoQuery {
  readonly page?: number;
  readonly per_page?: number;
  readonly plan_code?: string;
  readonly external_customer_id?: string;
  readonly "status[]"?: readonly string[];
}

/** One page of a list. */
export interface LagoPage {
  readonly things: readonly LagoFields[];
  readonly pages: number;
  readonly total: number;
}

/** What can be done with the things of one kind. Every verb throws a LagoRefusal where it did not succeed. */
export interface LagoResource {
  list(query: LagoQuery): Promise<LagoPage>;
  /** The thing of this code or external id (of this Lago id for an endpoint); undefined where there is none. A subscription is an active or waiting one. */
  find(key: string): Promise<LagoFields | undefined>;
  create(fields: LagoFields): Promise<LagoFields>;
  /** Changes what `find` finds under this key. */
  update(key: string, fields: LagoFields): Promise<LagoFields>;
}

/** A Lago that is spoken to with its key. */
export type LagoApi = Readonly<Record<LagoKind, LagoResource>>;

/** The way to a Lago; its client is loaded with the first verb. */
export interface Lago {
  /** `url` is the API's without its path, such as `http://127.0.0.1:63690`. */
  connect(place: { readonly url: string; readonly key: Secret }): LagoApi;
}

/** Why a verb did not succeed: the status of Lago's answer (none where no answer came) and the codes that it gives. */
export class LagoRefusal extends Error {
  readonly status: number | undefined;
  readonly codes: readonly string[];
  /** What avb's own mock says of its files. */
  readonly told: ToldError | undefined;

  constructor(
    why: string,
    status?: number,
    { codes = [], told }: { codes?: readonly string[]; told?: ToldError } = {},
  ) {
    super(why);
    this.name = "LagoRefusal";
    this.status = status;
    this.codes = codes;
    this.told = told;
  }

  /** True for what the same request may get past a moment later: no answer, too many requests, an error of the server's own. */
  get passes(): boolean {
    if (this.told !== undefined) return false;
    return this.status === undefined || this.status === 429 || this.status >= 500;
  }
}
