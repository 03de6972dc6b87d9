import type { Mode } from "./modes.ts";

/** What `avb init` was told. */
export interface ConfigDraft {
  readonly mode: Mode;
  readonly with: readonly string[];
  /** Host ports by `service` or `service.port`. */
  readonly ports: Readonly<Record<string, number>>;
  /** Where the application is sent back to after signing in. */
  readonly redirectUris: readonly string[];
}

/** The public client of the fixture that a browser application signs in with. */
const BROWSER_CLIENT = "portal-frontend";

/** The draft as the data of a `.devenvrc`; what was not asked for is left out. */
export function draftData(draft: ConfigDraft): Readonly<Record<string, unknown>> {
  const { mode, ports, redirectUris } = draft;
  const origins = [...new Set(redirectUris.flatMap(originOf))];
  return {
    mode,
    ...(draft.with.length === 0 ? {} : { with: draft.with }),
    ...(Object.keys(ports).length === 0 ? {} : { ports }),
    ...(redirectUris.length === 0 ? {} : { clients: [{ id: BROWSER_CLIENT, redirectUris, origins }] }),
  };
}

/** The file's text: what it is, where editors find its schema, the data. */
export function draftText(body: string, schema: string | undefined): string {
  const lines = [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]),
    "# Configuration of avb. Everything may be left out; each key is described by: avb dev config --schema",
    "# What holds for you alone goes into .devenvrc.local, which is not committed.",
  ];
  return `${lines.join("\n")}\n${body}`;
}

/** Ports as people type them: `vault=65031, temporal.ui=65032`; undefined for anything else. */
export function parsePortWishes(text: string): Readonly<Record<string, number>> | undefined {
  const pairs = text.split(",").map((pair) => pair.trim());
  const wishes = pairs.filter((pair) => pair !== "").map((pair) => /^([a-z0-9.-]+)=([1-9]\d{0,4})$/.exec(pair));
  if (wishes.some((wish) => wish === null)) return undefined;
  return Object.fromEntries(wishes.map((wish) => [wish?.[1] ?? "", Number(wish?.[2])]));
}

const originOf = (uri: string): readonly string[] => {
  const found = /^https?:\/\/[^/?#]+/.exec(uri);
  return found === null ? [] : [found[0]];
};
