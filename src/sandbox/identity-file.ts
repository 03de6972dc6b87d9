import { AvbError } from "../domain/errors/avb-error.ts";
import { isIdentityKind, shapeProblems } from "../domain/identity-shape.ts";
import type { Files } from "../domain/world.ts";
import { ruleBreaks } from "./identity-rules.ts";
import { EMPTY_STATE, type IdentityState } from "./identity-state.ts";
import { createIdentityStore, type IdentityStore } from "./identity-store.ts";

/** The store over the file that keeps it between starts; empty when there is no file yet, STATE_CORRUPT when it is not ours. */
export async function openIdentityStore(path: string, realm: string, files: Files): Promise<IdentityStore> {
  const text = await files.read(path);
  const state = text === undefined ? EMPTY_STATE : parse(path, text);
  return createIdentityStore(realm, state, (next) => files.write(path, `${JSON.stringify(next)}\n`));
}

function parse(path: string, text: string): IdentityState {
  const state = { ...EMPTY_STATE, ...Object(parsed(path, text)) } as IdentityState;
  const problems = Object.entries(state).flatMap(([kind, list]) => problemsOf(kind, list));
  const [first] = problems.length > 0 ? problems : ruleBreaks(state).map(({ says }) => says);
  if (first !== undefined) throw AvbError.of("STATE_CORRUPT", { path, why: first });
  return state;
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw AvbError.of("STATE_CORRUPT", { path, why: "it is not JSON" }, { cause });
  }
}

function problemsOf(kind: string, list: unknown): readonly string[] {
  if (!isIdentityKind(kind)) return [`it has no kind '${kind.slice(0, 40)}'`];
  if (!Array.isArray(list)) return [`${kind} must be a list`];
  return list.flatMap((value: unknown) => shapeProblems(kind, value));
}
