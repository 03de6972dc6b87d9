import type { ConfigOverrides } from "../domain/config.ts";
import type { EnvFormat } from "../domain/env-format/formats.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import type { World } from "../domain/world.ts";
import { type EnvReport, type EnvRow, env } from "./env.ts";
import { checkEnv, type EnvChecked } from "./env-check.ts";
import { exampleEnv } from "./env-example.ts";
import { writeEnv } from "./env-write.ts";
import type { ValueOptions } from "./plain-values.ts";

/** Everything `avb dev env` can be asked for. */
export interface EnvAsked {
  readonly overrides: ConfigOverrides;
  readonly wishes: EnvWishes;
  readonly format?: EnvFormat | "table" | undefined;
  readonly reveal: boolean;
  readonly write?: string | undefined;
  readonly force: boolean;
  readonly example: boolean;
  readonly check: boolean;
  /** True when only the data is wanted, in no format. */
  readonly dataOnly: boolean;
  /** Somebody to ask for what opens the store of credentials. */
  readonly asking?: ValueOptions["asking"];
}

/** What there is to say: the data, the product as text or as rows for a table, and remarks. */
export interface EnvOutcome {
  readonly data: object;
  readonly text?: string;
  readonly rows?: readonly EnvRow[];
  readonly notes: readonly string[];
  readonly cautions: readonly string[];
}

/** Checks, makes an example, writes a file, or shows the values: whichever was asked. */
export function answerEnv(world: World, asked: EnvAsked): Promise<EnvOutcome> {
  if (asked.check) return checked(world, asked);
  if (asked.example) return example(world, asked);
  return asked.write === undefined ? shown(world, asked) : written(world, { ...asked, write: asked.write });
}

async function checked(world: World, { overrides, wishes, asking }: EnvAsked): Promise<EnvOutcome> {
  const data = await checkEnv(world, overrides, { ...wishes, asking });
  return { data, text: checkedText(data), notes: [], cautions: [] };
}

function checkedText({ mode, given, platform }: EnvChecked): string {
  if (platform.length === 0) return `${given.length} required variables have a value in mode ${mode}`;
  const known = `${given.length} ${given.length === 1 ? "has" : "have"} a value`;
  const supplied = `${platform.length} ${platform.length === 1 ? "is" : "are"} supplied by the platform`;
  return `${given.length + platform.length} required variables in mode ${mode}: ${known}, ${supplied}: ${platform.join(", ")}`;
}

async function example(world: World, asked: EnvAsked): Promise<EnvOutcome> {
  const { write, ...rest } = asked;
  const data = await exampleEnv(world, { ...rest, ...(write !== undefined && { path: write }) });
  return { data, text: data.path ?? data.text, notes: [], cautions: [] };
}

async function written(world: World, asked: EnvAsked & { readonly write: string }): Promise<EnvOutcome> {
  const { format, write: path, ...rest } = asked;
  const machine = format === undefined || format === "table" ? {} : { format };
  const { cautions, ...data } = await writeEnv(world, { ...rest, path, ...machine });
  const notes = data.git === "added to .gitignore" ? [`added ${path} to .gitignore`] : [];
  return { data, text: data.path, notes: [...notes, ...platformNote(data.platform)], cautions };
}

async function shown(world: World, asked: EnvAsked): Promise<EnvOutcome> {
  const { format, ...rest } = asked;
  const wanted = format ?? (world.host.stdoutIsTty ? "table" : "dotenv");
  const machine = wanted === "table" || asked.dataOnly ? {} : { format: wanted };
  const { report, text, cautions } = await env(world, { ...rest, ...machine });
  const onScreen = asked.reveal && world.host.stdoutIsTty ? ["secrets are on this screen now"] : [];
  return {
    data: report,
    ...(text === undefined ? { rows: report.variables } : { text }),
    notes: [...secretNote(report), ...(text === undefined ? [] : platformNote(report.platform))],
    cautions: [...cautions, ...onScreen],
  };
}

const secretNote = ({ withheld }: EnvReport): readonly string[] =>
  withheld.length === 0
    ? []
    : [
        `secret, so not shown: ${withheld.join(", ")}; --write FILE and 'avb dev exec' carry them, --reveal prints them`,
      ];

const platformNote = (names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`supplied by the platform, so not here: ${names.join(", ")}`];
