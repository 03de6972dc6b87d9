import type { Credential, GuideStep } from "../../domain/credential.ts";
import type { StoreId } from "../../domain/credential-store.ts";
import { isCount, isMapOf, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { findHere, requireField } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { type SetResult, setCredential } from "./set.ts";
import { type Typist, typedField } from "./typed-values.ts";

/** Somebody who is led. */
export interface Led extends Typist {
  yes(message: string, fallback: boolean): Promise<boolean>;
}

/** How far somebody was led. */
export interface GuideResult {
  readonly id: string;
  readonly environment: string;
  readonly steps: readonly GuideStep[];
  /** Steps that are done, counted from the first. */
  readonly done: number;
}

/** What being led takes. */
export interface GuideRequest {
  readonly id: string;
  readonly store: StoreId;
  /** Absent where the steps are only printed. */
  readonly led?: Led | undefined;
  /** Begin with the first step, whatever was done before. */
  readonly again: boolean;
  say(text: string): void;
}

/**
 * Leads from nothing to a stored credential. Each field is judged and stored as soon as it is there, and how far it went is
 * written down: whoever stops goes on from there.
 */
export async function guide(secrets: Secrets, request: GuideRequest): Promise<GuideResult> {
  const { tools, all } = secrets;
  const credential = findHere(all, request.id, tools.environment);
  const progress = progressOf(secrets, credential);
  const facts = { id: credential.id, environment: tools.environment, steps: credential.guide };
  let done = request.again ? 0 : Math.min(await progress.read(), credential.guide.length);
  if (request.led === undefined) return { ...facts, done };
  if (done > 0 && done < credential.guide.length)
    request.say(`going on with step ${done + 1}; from the first: --again`);
  if (done === credential.guide.length) done = 0;
  for (const [index, step] of credential.guide.entries()) {
    if (index < done) continue;
    request.say(stepText(step, index, credential.guide.length));
    if (!(await takeStep(secrets, { ...request, led: request.led, credential }, step)))
      return { ...facts, done: index };
    await progress.write(index + 1);
  }
  request.say(`next: avb secrets status ${credential.id} --environment ${tools.environment}`);
  return { ...facts, done: credential.guide.length };
}

type Step = GuideRequest & { readonly led: Led; readonly credential: Credential };

async function takeStep(
  secrets: Secrets,
  { led, credential, store, say }: Step,
  { field }: GuideStep,
): Promise<boolean> {
  if (field === undefined) return led.yes("Done?", true);
  const { world, environment } = secrets.tools;
  const text = await typedField({ world, typist: led, environment }, credential, requireField(credential, field));
  if (text === "") return true;
  const result: SetResult = await setCredential(secrets, {
    ...{ id: credential.id, store, field, unchecked: false, source: "the terminal" },
    text: async () => text,
  });
  say(`${field} is in ${store} (${environment}), fingerprint ${result.fields[field] ?? ""}`);
  return true;
}

/** A step for people: its number, what to do, the exact names, and where. */
export const stepText = ({ text, details = [], url }: GuideStep, index: number, of: number): string =>
  [`\n${index + 1}/${of}  ${text}`, ...details.map((one) => `     - ${one}`), ...(url ? [`     ${url}`] : [])].join(
    "\n",
  );

function progressOf({ tools: { world, stateRoot, checkout, environment } }: Secrets, { id }: Credential) {
  const path = `${stateRoot}/credentials/${checkout.id}/guides.json`;
  const key = `${environment}/${id}`;
  return {
    read: async (): Promise<number> => (await readAll(world, path))[key] ?? 0,
    write: async (done: number): Promise<void> =>
      world.files.write(path, `${JSON.stringify({ ...(await readAll(world, path)), [key]: done })}\n`),
  };
}

/** A file that is none of ours only means that nothing was done. */
const readAll = async (world: World, path: string): Promise<Readonly<Record<string, number>>> =>
  readJson((await world.files.read(path)) ?? "{}", isMapOf(isCount)) ?? {};
