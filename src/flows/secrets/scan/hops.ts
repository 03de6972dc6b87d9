import { readDotenv } from "../../../credentials/dotenv.ts";
import { judgeFormat } from "../../../credentials/judge-format.ts";
import { isVariablesFile } from "../../../credentials/scan/file-kinds.ts";
import type { Credential, Environment } from "../../../domain/credential.ts";
import type { StoreLook } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { Finding } from "../../../domain/scan-finding.ts";
import { writtenFiles } from "../../written-env.ts";
import { standingOf } from "../standing.ts";
import { containerVariables } from "./scan-containers.ts";
import type { ScanTools } from "./scan-tools.ts";

/** The places that a credential passes on its way to a program. */
export const HOPS = ["source", "store", "rendered", "container"] as const;

/** One of those places. */
export type Hop = (typeof HOPS)[number];

/** What stands at a hop; never the value. */
export interface HopVerdict {
  readonly hop: Hop;
  readonly verdict:
    | "clean"
    | "value"
    | "absent"
    | "placeholder"
    | "initial value"
    | "wrong form"
    | "in the clear"
    | "not looked at";
  readonly says: string;
}

/** The verdicts that close the gate wherever they stand. */
export const BAD_VERDICTS: readonly HopVerdict["verdict"][] = ["placeholder", "wrong form", "in the clear"];

/** Variables with their values, and where they were read; `why` where they could not be. */
export interface VariablesAt {
  readonly hop: Hop;
  readonly where: readonly { readonly path: string; readonly values: ReadonlyMap<string, string> }[];
  readonly why?: string;
}

/** What the files of the repository hold for a credential, those of variables apart: a placeholder, its value in the clear, or nothing. */
export function sourceVerdict({ id }: Credential, findings: readonly Finding[]): HopVerdict {
  const own = findings.filter(({ credential, path }) => credential === id && !isVariablesFile(path));
  const told = (verdict: HopVerdict["verdict"], { path, line }: Finding): HopVerdict => ({
    ...{ hop: "source", verdict, says: `${path}:${line}` },
  });
  const leaked = own.find(({ kind }) => kind === "secret");
  if (leaked !== undefined) return told("in the clear", leaked);
  // Terraform writes its first value itself; the store says whether anything has come after it.
  const [initial, left] = [own.find(({ path }) => path.endsWith(".tf")), own.find(({ path }) => !path.endsWith(".tf"))];
  if (left !== undefined) return told("placeholder", left);
  return initial === undefined ? { hop: "source", verdict: "clean", says: "" } : told("initial value", initial);
}

/** What a store holds of a credential. */
export function storeVerdict(
  credential: Credential,
  look: StoreLook | undefined,
  environment: Environment,
): HopVerdict {
  const { state, fields } = standingOf(credential, look, environment);
  const odd = fields.find((one) => one.state !== "good");
  const says = odd === undefined ? "" : `${odd.field} ${odd.says}`;
  if (state === "present") return { hop: "store", verdict: "value", says };
  if (state === "absent" || state === "removed") return { hop: "store", verdict: "absent", says: state };
  return { hop: "store", verdict: state === "placeholder" ? "placeholder" : "wrong form", says };
}

/** What variables hold of a credential: the worst of them speaks. */
export function variablesVerdict(
  { fields }: Credential,
  { hop, where, why }: VariablesAt,
  environment: Environment,
): HopVerdict {
  if (why !== undefined) return { hop, verdict: "not looked at", says: why };
  const judged = where.flatMap(({ path, values }) =>
    fields.flatMap(({ variable, format }) => {
      const value = values.get(variable);
      if (value === undefined || value === "") return [];
      return [{ says: `${path} ${variable}`, state: judgeFormat(format, value, environment).state }];
    }),
  );
  const [placeholder, wrong] = (["placeholder", "wrong"] as const).map((bad) =>
    judged.find(({ state }) => state === bad),
  );
  if (placeholder !== undefined) return { hop, verdict: "placeholder", says: placeholder.says };
  if (wrong !== undefined) return { hop, verdict: "wrong form", says: wrong.says };
  return judged.length === 0 ? { hop, verdict: "absent", says: "" } : { hop, verdict: "value", says: "" };
}

/** The files of variables that belong to an environment, beside those that `avb dev env --write` made. */
const FILES: Readonly<Record<Environment, readonly string[]>> = {
  dev: [".env", ".env.local", ".env.dev", ".env.development"],
  staging: [".env.staging"],
  production: [".env.production", ".env.prod"],
};
const MOST_BYTES = 1024 * 1024;

/** The variables of an environment's files. */
export async function renderedVariables(
  { world, checkout }: ScanTools,
  environment: Environment,
): Promise<VariablesAt> {
  const written = (await writtenFiles(world, checkout)).filter(
    ({ mode }) => (mode === "production") === (environment === "production") && environment !== "staging",
  );
  const paths = [...FILES[environment].map((name) => `${checkout.root}/${name}`), ...written.map(({ path }) => path)];
  const where = [];
  for (const path of new Set(paths)) {
    const read = await world.files.readRegular(path, MOST_BYTES);
    if (read === undefined) continue;
    const { entries } = readDotenv(new TextDecoder().decode(read.bytes));
    const name = path.startsWith(`${checkout.root}/`) ? path.slice(checkout.root.length + 1) : path;
    where.push({ path: name, values: new Map(entries.map((entry) => [entry.name, entry.text] as const)) });
  }
  return { hop: "rendered", where };
}

/** The variables of the stack's containers; only development has containers here. */
export async function runningVariables(tools: ScanTools, environment: Environment): Promise<VariablesAt> {
  if (environment !== "dev") return { hop: "container", where: [], why: `${environment} does not run here` };
  try {
    const containers = await containerVariables(tools);
    if (containers.length === 0) return { hop: "container", where: [], why: "no container runs" };
    const where = containers.map(({ name, variables }) => ({
      path: name,
      values: new Map(variables.map(([variable, value]) => [variable, value.reveal()] as const)),
    }));
    return { hop: "container", where };
  } catch (error) {
    if (!(error instanceof AvbError)) throw error;
    return { hop: "container", where: [], why: "the container engine did not answer" };
  }
}
