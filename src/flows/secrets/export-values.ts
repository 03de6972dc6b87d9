import { pemInOneLine } from "../../credentials/pem.ts";
import type { Credential } from "../../domain/credential.ts";
import type { FieldValues, StoreId } from "../../domain/credential-store.ts";
import { renderEnv } from "../../domain/env-format/render-env.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { World } from "../../domain/world.ts";
import { keepOutOfGit } from "../env-git.ts";
import { placeOf } from "../env-write.ts";
import { sweepPrivateTornWrites } from "../torn-writes.ts";
import { fieldsOf } from "./diff.ts";
import { chooseHere } from "./known-credentials.ts";
import { requirePinnedContext } from "./kube-context.ts";
import type { Secrets } from "./open-secrets.ts";
import { openStore } from "./stores.ts";

/** The forms in which values leave a store. */
export const EXPORT_FORMATS = ["dotenv", "k8s-literal"] as const;

/** What is to be exported. */
export interface ExportRequest {
  readonly ids: readonly string[];
  readonly store: StoreId;
  readonly format: (typeof EXPORT_FORMATS)[number];
}

/** Values as a text, and the credentials in it. */
export interface Exported {
  readonly text: string;
  readonly ids: readonly string[];
}

/** The stored credentials as a text of this format; for Kubernetes only where the current context is the pinned one (15). */
export async function exportValues({ all, tools }: Secrets, { ids, store, format }: ExportRequest): Promise<Exported> {
  const chosen = chooseHere(all, ids, tools.environment);
  if (format === "k8s-literal") await requirePinnedContext(tools, { needed: false });
  const looks = await openStore(tools, store).look(chosen);
  const held = chosen
    .map((credential): Held => ({ credential, fields: fieldsOf(looks.get(credential.id)) }))
    .filter(({ fields }) => Object.keys(fields).length > 0);
  const text = format === "dotenv" ? dotenvOf(held) : held.map(manifestOf).join("---\n");
  return { text, ids: held.map(({ credential }) => credential.id) };
}

interface Held {
  readonly credential: Credential;
  readonly fields: FieldValues;
}

const dotenvOf = (held: readonly Held[]): string =>
  renderEnv(
    "dotenv",
    held.flatMap(({ credential, fields }) =>
      credential.fields.flatMap(({ name, variable }) => {
        const text = fields[name]?.reveal();
        return text === undefined ? [] : [{ name: variable, text: pemInOneLine(text) }];
      }),
    ),
  );

/** A Secret whose values are in base64, which every YAML reader takes unchanged; `kubectl apply` reads it from a file or stdin. */
function manifestOf({ credential: { id, places }, fields }: Held): string {
  const { secret, keys } = places.kubernetes;
  const data = Object.entries(fields).map(([name, value]) => `  ${keys[name] ?? name}: ${base64(value.reveal())}`);
  const head = [
    "apiVersion: v1",
    "kind: Secret",
    "metadata:",
    `  name: ${secret}`,
    "  labels:",
    `    avb/credential: ${id}`,
  ];
  return `${[...head, "type: Opaque", "data:", ...data].join("\n")}\n`;
}

const base64 = (text: string): string => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

/** A text that goes into a file. */
export interface Delivery {
  readonly path: string;
  readonly text: string;
  /** For its owner alone, and kept out of git. */
  readonly isPrivate: boolean;
  /** Replace a file that holds something else. */
  readonly force: boolean;
}

/** Writes a file, and removes what a command that was killed had begun to write there; ENV_FILE_* (3) for a link or a tracked file, CREDENTIAL_FILE_THERE (3) for one that holds something else. */
export async function deliver(world: World, { path, text, isPrivate, force }: Delivery): Promise<void> {
  const file = await placeOf(world, path);
  const present = await world.files.read(file.path);
  if (present !== undefined && present !== text && !force) throw AvbError.of("CREDENTIAL_FILE_THERE", { path });
  if (isPrivate) await keepOutOfGit(world, file);
  await sweepPrivateTornWrites(world, file.folder);
  await world.files.write(file.path, text, isPrivate ? 0o600 : 0o644);
}
