import { type EnvValue, literal, platform, type View } from "../env-value.ts";
import { always, type EffectiveValues, managed } from "../service.ts";

/** A variable that one application needs beyond the matrix. */
export interface ProfileVariable {
  readonly name: string;
  /** The service whose running decides the value, or `application` for the program's own settings. */
  readonly service: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly effective: EffectiveValues;
  /** What a person should know before changing it. */
  readonly because?: string;
}

/** What one application reads from its environment. */
export interface Profile {
  readonly id: ProfileId;
  /** Whether the matrix's own variables come with it. */
  readonly matrix: boolean;
  /** The only view that makes sense: a browser never runs in a container. */
  readonly view?: View;
  /** Variables of `.devenvrc` that the application can see begin with this. */
  readonly prefix?: string;
  readonly variables: readonly ProfileVariable[];
  /** Whether the variables of every third-party credential come with it, from the chosen store. */
  readonly credentials?: true;
}

/** The applications whose variables are known. */
export const PROFILE_IDS = ["django", "portal", "qualisys"] as const;

/** One of those applications. */
export type ProfileId = (typeof PROFILE_IDS)[number];

/** The service id of a program's own settings. */
export const APPLICATION = "application";

/** A setting of the program that is the same everywhere. */
export const setting = (name: string, value: string, because?: string): ProfileVariable => ({
  name,
  service: APPLICATION,
  required: true,
  secret: false,
  effective: always(literal(value)),
  ...(because === undefined ? {} : { because }),
});

/** A setting with one value for development and another, or the platform's own, in production. */
export const settingByMode = (name: string, development: string, production: EnvValue = platform): ProfileVariable => ({
  ...setting(name, development),
  effective: { ...always(literal(development)), production },
});

/** A setting that names places of the developer's machine; the platform's own in production. */
export const settingOfMachine = (name: string, value: EnvValue): ProfileVariable => ({
  ...setting(name, ""),
  effective: managed(value),
});
