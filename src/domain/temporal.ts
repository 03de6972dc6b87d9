/** A namespace of Temporal as far as it is seeded. */
export interface TemporalNamespace {
  readonly name: string;
  readonly description: string;
  /** How long what has ended is kept. */
  readonly retentionHours: number;
}

/** A schedule as far as it is seeded; whether it is paused is left to whoever paused it. */
export interface TemporalSchedule {
  readonly id: string;
  /** The workflow's type. */
  readonly workflow: string;
  readonly taskQueue: string;
  /** `every 900 s`; any other form as the server's JSON. */
  readonly when: string;
}

/** A schedule that is to be made. */
export interface NewTemporalSchedule extends Omit<TemporalSchedule, "when"> {
  readonly everySeconds: number;
  readonly paused: boolean;
}

/** How `when` says an interval. */
export const everySeconds = (seconds: number): string => `every ${seconds} s`;

/** The types that a search attribute may have (Temporal documentation, "Custom Search Attributes"). */
export const SEARCH_ATTRIBUTE_TYPES = ["Bool", "Datetime", "Double", "Int", "Keyword", "KeywordList", "Text"] as const;

/** One of them. */
export type SearchAttributeType = (typeof SEARCH_ATTRIBUTE_TYPES)[number];

/** One run of a workflow. */
export interface TemporalRun {
  readonly workflowId: string;
  readonly workflow: string;
  readonly taskQueue: string;
  /** `RUNNING`, `TERMINATED`, … */
  readonly status: string;
  /** How many signals its history has. */
  readonly signals: number;
}

/** A Temporal server. Whatever is refused, or not answered, is a ServiceRefusal; 404 is what is not there. */
export interface TemporalServer {
  /** Undefined where there is none of this name, or it is being deleted. */
  namespace(name: string): Promise<TemporalNamespace | undefined>;
  register(namespace: TemporalNamespace): Promise<void>;
  update(namespace: TemporalNamespace): Promise<void>;
  /** The custom ones by name. */
  searchAttributes(namespace: string): Promise<Readonly<Record<string, string>>>;
  addSearchAttribute(namespace: string, name: string, type: SearchAttributeType): Promise<void>;
  /** Ids of all schedules; a new one may be missing for a second. */
  schedules(namespace: string): Promise<readonly string[]>;
  schedule(namespace: string, id: string): Promise<TemporalSchedule | undefined>;
  createSchedule(namespace: string, schedule: NewTemporalSchedule): Promise<void>;
  /** Leaves it paused or running as it is. */
  updateSchedule(namespace: string, schedule: NewTemporalSchedule): Promise<void>;
  removeSchedule(namespace: string, id: string): Promise<void>;
  start(namespace: string, run: Pick<TemporalRun, "workflowId" | "workflow" | "taskQueue">): Promise<void>;
  run(namespace: string, workflowId: string): Promise<TemporalRun | undefined>;
  signal(namespace: string, workflowId: string, name: string): Promise<void>;
  terminate(namespace: string, workflowId: string): Promise<void>;
  /** Removes a run that has ended, with its history. */
  forget(namespace: string, workflowId: string): Promise<void>;
}

/** Temporal servers on this machine. */
export interface Temporal {
  /** Connects, acts and ends the connection, whatever comes of it. */
  use<Result>(
    place: { readonly address: string; readonly signal: AbortSignal },
    act: (server: TemporalServer) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * True for what Temporal says of a namespace whose deletion parts of the server still remember; it passes when one of that
 * name was made again and their caches are refreshed.
 */
export const isDeletedNamespace = (why: string): boolean => /Namespace has invalid state: Deleted/i.test(why);

/**
 * True for what it says of a schedule while its own worker for the namespace, which keeps schedules, has not asked for work yet:
 * shortly after the namespace was made, and longer on a busy machine.
 */
export const isUnpolled = (why: string): boolean => /no poller seen for task queue/i.test(why);
