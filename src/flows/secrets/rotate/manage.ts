import { jsonOf, strange } from "../../../credentials/live/judge.ts";
import type { LiveRequest } from "../../../credentials/live/question.ts";
import type { KeyMaker, ListedKey, Managing } from "../../../credentials/rotation/key-maker.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { HttpAnswer } from "../../../domain/world.ts";
import { vendorAnswer } from "../ask-vendor.ts";
import { commandOf, type RotationRun } from "./rotation-run.ts";

const MOST_PAGES = 50;
const PROJECT = /^[\w-]{1,100}$/;

/** The name that the new key has at its vendor. */
export const keyNameOf = ({ journal, credential }: Pick<RotationRun, "journal" | "credential">): string =>
  `avb-${journal.environment}-${credential.id}-${journal.rotation}`;

/** What the vendor's API is asked with; ROTATION_ADMIN, ROTATION_PROJECT (3) where it is not there. */
export function managingOf(run: RotationRun, maker: KeyMaker): Managing {
  const { vendor, admin, needsProject } = maker;
  const { env } = run.secrets.tools.world.host;
  const key = env[admin.variable] ?? "";
  const why = key === "" ? "is not set" : admin.form.test(key) ? undefined : "does not hold such a key";
  const facts = { vendor, variable: admin.variable, what: admin.what, command: commandOf(run.journal) };
  if (why !== undefined) throw AvbError.of("ROTATION_ADMIN", { ...facts, why });
  const project = run.wish.project ?? env.OPENAI_PROJECT_ID ?? "";
  if (needsProject && !PROJECT.test(project)) throw AvbError.of("ROTATION_PROJECT", { vendor, id: run.credential.id });
  const { account = "" } = run.journal.facts;
  return { admin: key, project, account, name: keyNameOf(run), scopes: run.credential.scopes ?? [] };
}

/** The JSON of the vendor's answer; ROTATION_VENDOR (8) where it did not do it. */
export async function managed(
  run: RotationRun,
  { maker, request, what, gone = false }: Wanted & { readonly maker: KeyMaker },
): Promise<unknown> {
  const { signal, deadlineMs } = run.means;
  const once = request.method === "POST";
  const patience = { signal, once, ...(deadlineMs !== undefined && { deadlineMs }) };
  const answer = await vendorAnswer(run.secrets.tools.world, request, patience);
  const why = typeof answer === "string" ? answer : refusalIn(answer, gone);
  if (typeof answer === "string" || why !== undefined)
    throw AvbError.of("ROTATION_VENDOR", {
      vendor: maker.vendor,
      what,
      why: why ?? "",
      command: commandOf(run.journal),
    });
  return jsonOf(answer);
}

/** A request, what it is for in words, and whether what it wants may be done already. */
interface Wanted {
  readonly request: LiveRequest;
  readonly what: string;
  readonly gone?: boolean;
}

function refusalIn(answer: HttpAnswer, gone: boolean): string | undefined {
  const { status } = answer;
  if ((status >= 200 && status < 300) || (gone && status === 404)) return undefined;
  if (status === 401) return "does not know the admin key (401)";
  if (status === 403) return "does not allow it (403)";
  return status === 429 ? "asks for fewer requests (429)" : strange(answer);
}

/** Every key that the vendor lists, each once. */
export async function listedKeys(run: RotationRun, maker: KeyMaker): Promise<readonly ListedKey[]> {
  const asking = managingOf(run, maker);
  const found: ListedKey[] = [];
  for (const { request, page } of maker.lists) {
    let after: string | undefined;
    for (let pages = 0; pages === 0 || after !== undefined; pages++) {
      const wanted = {
        maker,
        request: request({ ...asking, ...(after !== undefined && { after }) }),
        what: "list its keys",
      };
      const read = page(await managed(run, wanted));
      if (read === undefined || pages === MOST_PAGES) throw unread(run, maker);
      found.push(...read.keys);
      after = read.after;
    }
  }
  return found;
}

const unread = (run: RotationRun, { vendor }: KeyMaker) => {
  const why = "answered something that is no list of keys";
  return AvbError.of("ROTATION_VENDOR", { vendor, what: "list its keys", why, command: commandOf(run.journal) });
};

/** Revokes a key by what the vendor names it; one that is gone already is gone. */
export async function removeKey(run: RotationRun, maker: KeyMaker, id: string): Promise<void> {
  const request = maker.remove(managingOf(run, maker), id);
  await managed(run, { maker, request, what: "revoke a key", gone: true });
}
