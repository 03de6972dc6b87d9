import type { KeyPath } from "./yaml-document.ts";

/** How compose asks a container whether it is well; durations as compose writes them (`5s`, `500ms`). */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval?: string;
  readonly timeout?: string;
  readonly retries?: number;
  readonly start_period?: string;
  readonly start_interval?: string;
}

/** What a fragment may say of a container, with compose's own key names. Everything else is refused. */
export interface FragmentService {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly working_dir?: string;
  /** `volume:/path` or `volume:/path:ro`; the volume is declared in the same fragment. */
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly shm_size?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly stop_signal?: string;
  readonly stop_grace_period?: string;
  readonly healthcheck?: Healthcheck;
  /** `none`: nothing inside the container can tell, so avb asks from outside or waits for its end. */
  readonly "x-avb-ready"?: "none";
}

/** A file of `compose/`: the containers of one service. */
export interface Fragment {
  readonly services: Readonly<Record<string, FragmentService>>;
  readonly volumes: readonly string[];
}

/** What every container gets (`compose/base.yaml`); a fragment's own value wins. */
export interface ServiceDefaults {
  readonly restart: string;
  readonly security_opt: readonly string[];
  readonly cap_drop: readonly string[];
  readonly mem_limit: string;
  readonly pids_limit: number;
  readonly logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

/** One thing in a fragment that is not allowed: where, what, and what is allowed there. */
export interface FragmentIssue {
  readonly path: KeyPath;
  /** True when the key itself is what is wrong. */
  readonly atKey: boolean;
  readonly what: string;
  readonly allowed: string;
}

/** A file of `compose/` as the schema sees it. */
export type FragmentVerdict<Shape> =
  | { readonly ok: true; readonly value: Shape }
  | { readonly ok: false; readonly issues: readonly FragmentIssue[] };

/** The allow-list of fragments; loaded only when it is needed. */
export interface FragmentSchema {
  check(value: unknown): Promise<FragmentVerdict<Fragment>>;
  checkDefaults(value: unknown): Promise<FragmentVerdict<ServiceDefaults>>;
}
