import type { StatePaths } from "./checkout.ts";
import type { Fragment, ServiceDefaults } from "./fragment.ts";
import type { Service } from "./service.ts";
import type { Stack } from "./stack.ts";

/** Everything a rendering depends on: the same context always gives the same bytes. */
export interface RenderContext {
  readonly services: readonly Service[];
  readonly stack: Stack;
  readonly defaults: ServiceDefaults;
  /** Fragments by service. */
  readonly byService: ReadonlyMap<string, Fragment>;
  readonly owner: {
    readonly root: string;
    readonly slug: string;
    readonly id: string;
    /** Where avb keeps what containers mount; absent where documents alone are rendered. */
    readonly state?: Pick<StatePaths, "directory">;
  };
  /** avb's own version. */
  readonly version: string;
  /** Images asked for, by service or by container. */
  readonly images: Readonly<Record<string, string>>;
  /** Limits asked for, by service or by container. */
  readonly memory: Readonly<Record<string, string>>;
  /** A registry that stands in for the public ones, such as `registry.example:5000/mirror`. */
  readonly registry?: string;
  /** Digests that images are locked to, by the reference that fragments and configuration name. */
  readonly digests?: Readonly<Record<string, string>>;
  /** False: containers are made from upstream's images alone, and not from those that avb derives for quicker starts. */
  readonly prepare?: boolean;
  readonly sha256: (text: string) => string;
}

/** Plain data on its way to YAML. */
export type Data = Readonly<Record<string, unknown>>;

/** Whose stack it is, and which of theirs. */
export interface StackPlace {
  readonly owner: Pick<RenderContext["owner"], "slug" | "id">;
  readonly stack: Pick<Stack, "slot">;
}

const suffix = ({ stack }: StackPlace): string => (stack.slot === 0 ? "" : `-${stack.slot}`);

/** The compose project of this checkout and slot; an isolated service has one of its own. */
export const projectName = (context: StackPlace, isolated?: Service): string =>
  `avb-${context.owner.id}${suffix(context)}${isolated === undefined ? "" : `-${isolated.id}`}`;

/** The network that an application's container joins; an isolated service's open one when a service is given. */
export const networkName = (context: StackPlace, isolated?: Service): string =>
  `avb-${context.owner.slug}${suffix(context)}${isolated === undefined ? "" : `-${isolated.id}`}`;

/**
 * Labels of volumes and networks. They never change while the checkout stays where it is: compose offers to make a
 * volume anew, without its data, when its definition differs.
 */
export const ownerLabels = (context: RenderContext): Data => ({ "avb.checkout": context.owner.id });
