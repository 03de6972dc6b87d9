import type { Proof } from "../../domain/proof.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { type Patience, patiently } from "../../domain/retry.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import type { TemporalServer } from "../../domain/temporal.ts";
import { temporalSeeder } from "../seeding/seed-temporal.ts";
import { temporalDocument } from "../temporal/temporal-document.ts";
import { tried } from "./claim.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const SEED = "avb dev seed temporal";
const UP = "avb dev up";

/** Temporal: the namespace and its schedules are as the document has them, and a workflow goes in and comes out. */
export const temporalVerifier: Verifier = {
  id: "temporal",
  title: "Temporal: workflows",
  service: "temporal",
  async prove(subject) {
    const { world, stack, signal } = subject;
    const address = `127.0.0.1:${stack.ports.get("temporal.grpc") ?? 0}`;
    const { namespace } = await temporalDocument(subject);
    const written = await proveDocument(subject);
    const trip = await world.temporal.use({ address, signal }, (server) => proveRun(subject, server, namespace));
    return [...written, ...trip];
  },
};

/** One claim for each thing of the document. */
async function proveDocument(subject: ProofSubject): Promise<readonly Proof[]> {
  const seeding = await temporalSeeder.open(subject);
  const { ids, signal } = subject;
  const { verdicts } = await seeding.look({ everything: false, prune: false, made: new Set(), ids, signal });
  return verdicts.map(asProof);
}

function asProof({ kind, key, do: what, why = "", fields = [] }: SeedVerdict): Proof {
  const about = {
    id: `temporal.${kind.replace(" ", "-")}.${key}`,
    claim: `${kind} ${key} is as the document has it`,
  };
  if (what === "keep") return { ...about, outcome: "held" };
  const said = [why, ...fields.map(({ field, have, want }) => `${field} is ${have}, not ${want}`)].join("; ");
  return { ...about, outcome: "broken", said, fix: SEED };
}

/** Looking again does no harm. */
const patienceOf = ({ world: { clock, random }, signal }: ProofSubject): Patience => ({
  ...{ clock, random, signal, attempts: 4, firstMs: 150 },
  passes: (error) => error instanceof ServiceRefusal && error.passes,
});

/** On a queue that no worker listens to, so that nobody is given work by it. */
const QUEUE = "avb-verify";
const WORKFLOW = "AvbVerify";

/** Each claim needs the one before it; the workflow is ended and forgotten whatever comes of them. */
async function proveRun(subject: ProofSubject, server: TemporalServer, namespace: string): Promise<readonly Proof[]> {
  const workflowId = `avb-verify-${subject.world.random.uuid()}`;
  const run = { workflowId, workflow: WORKFLOW, taskQueue: QUEUE };
  const status = async (wanted: string, signals: number) => {
    const seen = await patiently(() => server.run(namespace, workflowId), patienceOf(subject));
    const is = seen === undefined ? "not there" : `${seen.status} with ${seen.signals} signals on ${seen.taskQueue}`;
    return is === `${wanted} with ${signals} signals on ${QUEUE}` ? undefined : `it is ${is}`;
  };
  const claims: readonly (readonly [id: string, claim: string, act: () => Promise<string | undefined>])[] = [
    [
      "start",
      `a workflow that is started in ${namespace} runs there, on its task queue`,
      () => server.start(namespace, run).then(() => status("RUNNING", 0)),
    ],
    [
      "signal",
      "a signal to it stands in its history",
      () => server.signal(namespace, workflowId, "noted").then(() => status("RUNNING", 1)),
    ],
    [
      "apart",
      "another namespace does not know it",
      async () => ((await server.run("default", workflowId)) === undefined ? undefined : "default has it too"),
    ],
    ["end", "it can be ended", () => server.terminate(namespace, workflowId).then(() => status("TERMINATED", 1))],
  ];
  const proofs: Proof[] = [];
  for (const [id, claim, act] of claims)
    proofs.push(await tried({ id: `temporal.workflow.${id}`, claim, fix: UP }, act));
  await server.terminate(namespace, workflowId).catch(() => undefined);
  await server.forget(namespace, workflowId).catch(() => undefined);
  return proofs;
}
