import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import type { Proof, ProvenSection } from "../../domain/proof.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { notAsked, type Running } from "./observe-verify.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

/** The longest that one section may take (ms); every request inside it has a deadline of its own. */
const SECTION_MS = 120_000;

/** Tries every claim of a section. It never throws: what made its claims void is a broken proof of its own. */
export async function proveSection(
  verifier: Verifier,
  subject: ProofSubject & { readonly stack: Stack },
  running: Running,
): Promise<ProvenSection> {
  const { clock } = subject.world;
  const began = clock.now();
  const instead = notAsked(verifier, subject.stack, running);
  const proofs = instead === undefined ? await inTime(verifier, subject) : [instead];
  return { id: verifier.id, title: verifier.title, proofs, ms: clock.now() - began };
}

async function inTime(verifier: Verifier, subject: ProofSubject): Promise<readonly Proof[]> {
  const { world, signal } = subject;
  const [late, done] = [new AbortController(), new AbortController()];
  const within = AbortSignal.any([signal, late.signal]);
  const deadline = world.clock.sleep(SECTION_MS, done.signal).then(
    () => {
      late.abort();
      return [broken(verifier, `it did not end within ${SECTION_MS / 1000} s`)];
    },
    () => [],
  );
  const proving = verifier.prove({ ...subject, world: onKeptConnections(world), signal: within }).then(
    (proofs) => (proofs.length > 0 ? proofs : [broken(verifier, "it tried no claim")]),
    (error: unknown) => [broken(verifier, ...sayingOf(error))],
  );
  return Promise.race([proving, deadline]).finally(() => done.abort());
}

/** A section asks its server hundreds of times. */
const onKeptConnections = (world: World): World => ({
  ...world,
  http: { request: (options) => world.http.request({ ...options, kept: true }) },
});

const broken = ({ id, title }: Verifier, said: string, fix?: string): Proof => ({
  ...{ id: `${id}.asked`, claim: `${title} can be asked`, outcome: "broken", said },
  ...(fix === undefined ? {} : { fix }),
});

function sayingOf(error: unknown): [said: string, fix?: string] {
  const [first] = error instanceof AvbErrors ? error.problems : [error];
  if (!(first instanceof AvbError)) return [error instanceof Error ? error.message : String(error)];
  const [fix] = first.fixes;
  return fix === undefined ? [first.message] : [first.message, fix];
}
