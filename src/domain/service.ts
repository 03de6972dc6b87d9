import type { AccessFact } from "./access.ts";
import type { ContainerFacts } from "./container.ts";
import { type EnvValue, platform, type View } from "./env-value.ts";
import type { InventoryRow, ModeStatus } from "./matrix-rows.ts";
import type { Mode } from "./modes.ts";
import type { Probe, Readiness } from "./probe.ts";
import type { ShellFacts } from "./shell-facts.ts";

/** The two blocks of host ports: AgentVoiceBox's 65xxx and Lago's 636xx. */
export type PortBlock = "voicebox" | "lago";

/** A port of a service: inside its container and, in slot 0, on the host. */
export interface PortFact {
  readonly container: number;
  /** The port that other containers use, where it is not the published one (Kafka has a listener for each). */
  readonly inside?: number;
  readonly host: number;
  readonly block: PortBlock;
  /** The port used instead when the embedded sandbox server stands in for the service, in slot 0 only. */
  readonly sandboxHost?: number;
}

/** A service that must have come so far before this one is started. */
export interface Need {
  readonly service: string;
  readonly until: "started" | "ready" | "usable" | "seeded";
}

/** What a variable comes to: while the real service runs, while it does not, and in production. */
export interface EffectiveValues {
  readonly running: EnvValue;
  readonly absent: EnvValue;
  readonly production: EnvValue;
}

/** A variable of matrix section 4, or one that a profile adds. */
export interface Variable {
  readonly name: string;
  readonly required: boolean;
  /** The document's default, absent where it gives `-`. */
  readonly default?: string;
  readonly secret: boolean;
  /** The document's cells, verbatim. */
  readonly documented: { readonly sandbox: string; readonly live: string };
  readonly effective: EffectiveValues;
  /** Why the effective value is not the document's cell. */
  readonly because?: { readonly sandbox?: Reason; readonly live?: Reason };
}

/** Why a value is not the document's, in both views or in one of them alone. */
export type Reason = string | { readonly [Seen in View]?: string };

/** What there is to say in a view. */
export const reasonIn = (reason: Reason | undefined, view: View): string | undefined =>
  typeof reason === "object" ? reason[view] : reason;

/** A service of the catalogue: facts only. */
export interface Service<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  readonly purpose: string;
  /** The section of the matrix that holds its variables, e.g. "4.1"; absent for those the matrix does not list. */
  readonly section?: string;
  readonly inventory?: InventoryRow;
  readonly statuses?: Readonly<Record<Mode, ModeStatus>>;
  /** The modes in which a real container runs unless `--without` says otherwise. */
  readonly runsIn: readonly Mode[];
  /** What the embedded sandbox server offers in its place when no container runs. */
  readonly standIn?: "identity" | "billing";
  /** True for a service that is never a container of ours (PayPal). */
  readonly external?: true;
  readonly ports: Readonly<Record<string, PortFact>>;
  /** How it shows that it answers (facts: ports, probes, data at a glance). */
  readonly probe?: Probe;
  readonly ready?: Readiness;
  readonly needs: readonly Need[];
  /** Where its data lies beside its own volumes: a database of another service. */
  readonly keptIn?: { readonly service: string; readonly database: string };
  readonly variables: readonly Variable[];
  /** What a person needs to get at it, beyond the variables. */
  readonly access?: readonly AccessFact[];
  /** How to talk to it inside its container. */
  readonly shell?: ShellFacts;
  /** What the service's own containers are told, by container and variable; what the image's own defaults do not say. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, EnvValue>>>>;
  /** What else is known of its containers, by name; one that is not named here has nothing special. */
  readonly containers?: Readonly<Record<string, ContainerFacts>>;
  /** Secrets without which what its volumes hold cannot be read or used any more. */
  readonly keptUnder?: readonly string[];
  /** A container of the repository's own, from `services` in `.devenvrc`. */
  readonly own?: true;
  /** The name by which applications' containers find it, where that is not its id. */
  readonly knownAs?: string;
  /** Its containers form a compose project of their own, with a network that nothing else joins. */
  readonly isolated?: true;
}

/** Keeps the literal id of a service while checking its shape. */
export const defineService = <const Id extends string>(service: Service<Id>): Service<Id> => service;

/** The cell by which the document says that a value is kept in Vault. */
export const FROM_VAULT = "`$\u{7B}VAULT}`";

/** One value whatever runs, and in production too. */
export const always = (value: EnvValue): EffectiveValues => ({ running: value, absent: value, production: value });

/** A value of development that the platform supplies in production. */
export const managed = (running: EnvValue, absent: EnvValue = running): EffectiveValues => ({
  running,
  absent,
  production: platform,
});
