import { type ConfigDraft, parsePortWishes } from "../domain/config-draft.ts";
import { MODES } from "../domain/modes.ts";
import type { Asker } from "./ask.ts";

/** A service a person may add. */
export interface OfferedService {
  readonly id: string;
  readonly title: string;
}

/** Asks the four questions of `avb init`; what the flags said stands as the answer already there. */
export async function askDraft(
  ask: Asker,
  wishes: ConfigDraft,
  offered: readonly OfferedService[],
): Promise<ConfigDraft> {
  const modes = MODES.map((mode) => ({ name: mode, value: mode }));
  const mode = await ask.one("Which mode do commands use when none is named?", modes, wishes.mode);
  const choices = offered.map(({ id, title }) => ({ name: title, value: id, checked: wishes.with.includes(id) }));
  const extra = await ask.some("Which services run as real containers besides the mode's own?", choices);
  const before = Object.entries(wishes.ports).map(([name, port]) => `${name}=${port}`);
  const ports = await ask.text("Which host ports differ, as vault=65031? (empty: none)", before.join(", "), (answer) =>
    parsePortWishes(answer) === undefined ? "write them as vault=65031, temporal.ui=65032" : undefined,
  );
  const uris = await ask.text(
    "Where may sign-in send people back to? (URIs, empty: as in the fixture)",
    wishes.redirectUris.join(", "),
    (answer) => (splitList(answer).every(isUri) ? undefined : "write them as http://localhost:3000/callback"),
  );
  return { mode, with: extra, ports: parsePortWishes(ports) ?? {}, redirectUris: splitList(uris) };
}

const isUri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/?[^\s#]+$/i.test(text);

const splitList = (text: string): readonly string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
