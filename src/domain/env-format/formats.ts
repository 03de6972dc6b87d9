/** The forms in which values are handed to programs. */
export const ENV_FORMATS = ["dotenv", "json", "shell", "compose", "fish"] as const;

/** One of the machine formats. */
export type EnvFormat = (typeof ENV_FORMATS)[number];

/** A variable as it is written: its name and its plain text. */
export interface EnvEntry {
  readonly name: string;
  readonly text: string;
}
