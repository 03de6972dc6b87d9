import type { Proof } from "../../domain/proof.ts";
import type { HttpAnswer } from "../../domain/world.ts";
import { proveToken } from "../prove-sandbox.ts";
import { livingInstance } from "../resolve-stack.ts";
import { type Claim, tried, untried } from "./claim.ts";
import type { ProofSubject } from "./verifier.ts";

const DEADLINE_MS = 5000;
const FIX = "avb dev up";
const REALM = "agentvoicebox";

/** What a flag does as far as a running stack shows it: with the service, and with what the mode puts in its place. */
interface Effect {
  readonly service: string;
  /** While the service runs. */
  readonly runs: { readonly claim: string; readonly see: (subject: ProofSubject) => Promise<string | undefined> };
  /** While it is bypassed, mocked or disabled. */
  readonly off: { readonly claim: string; readonly see: (subject: ProofSubject) => Promise<string | undefined> };
  /** What only the application can show. */
  readonly theirs: string;
}

/** By task of matrix section 9. */
export const MODE_EFFECTS: Readonly<Record<"ext-001" | "ext-002" | "ext-003", Effect>> = {
  "ext-001": {
    service: "keycloak",
    runs: { claim: "the realm of the real Keycloak answers", see: realmAnswers },
    off: { claim: "the sandbox issues mock JWTs that hold against its published keys", see: mockTokenHolds },
    theirs: "the application takes a mock JWT where KEYCLOAK_BYPASS is true",
  },
  "ext-002": {
    service: "lago",
    runs: { claim: "the billing API answers, and not as the sandbox's mock", see: realBilling },
    off: { claim: "the billing API answers, and says itself that it is a mock", see: mockBilling },
    theirs: "the application asks no Lago where LAGO_MOCK is true",
  },
  "ext-003": {
    service: "temporal",
    runs: { claim: "Temporal answers for the namespace that the application is given", see: temporalAnswers },
    off: { claim: "nothing of Temporal runs in this stack", see: noTemporal },
    theirs: "the application calls the functions directly where TEMPORAL_ENABLED is false",
  },
};

/** The effect of one task's flag, and what has to be left to the application. */
export async function proveEffect(subject: ProofSubject, task: keyof typeof MODE_EFFECTS): Promise<readonly Proof[]> {
  const { service, runs, off, theirs } = MODE_EFFECTS[task];
  const { claim, see } = subject.stack.running.has(service) ? runs : off;
  const about: Claim = { id: `matrix.${task}.effect`, claim, fix: FIX };
  const left = untried(
    { id: `matrix.${task}.application`, claim: theirs },
    "only the application can show this: docs/django.md says which settings it needs",
  );
  return [await tried(about, () => see(subject)), left];
}

/** What answers at a port of this machine. */
function get({ world, stack, signal }: ProofSubject, key: `${string}.${string}`, path: string): Promise<HttpAnswer> {
  const url = `http://127.0.0.1:${stack.ports.get(key) ?? 0}${path}`;
  return world.http.request({ url, timeoutMs: DEADLINE_MS, signal });
}

async function realmAnswers(subject: ProofSubject): Promise<string | undefined> {
  const { status, body } = await get(subject, "keycloak.http", `/realms/${REALM}/.well-known/openid-configuration`);
  return status === 200 && body.includes(`/realms/${REALM}"`) ? undefined : `it answered ${status}`;
}

async function mockTokenHolds({ world, checkout }: ProofSubject): Promise<string | undefined> {
  const instance = await livingInstance(world, checkout);
  if (instance === undefined) return "the sandbox server does not run";
  await proveToken(world, checkout, instance);
  return undefined;
}

async function realBilling(subject: ProofSubject): Promise<string | undefined> {
  const { status } = await get(subject, "lago.api", "/health");
  if (status !== 200) return `it answered ${status}`;
  const isOurs = [...subject.ids.keys()].some((name) => name.startsWith("lago-"));
  return isOurs ? undefined : "no container of Lago runs in this stack";
}

async function mockBilling(subject: ProofSubject): Promise<string | undefined> {
  const { status, headers } = await get(subject, "lago.api", "/api/v1/plans");
  return headers["x-avb-mock"] === "lago" ? undefined : `it answered ${status} without the header x-avb-mock`;
}

async function temporalAnswers(subject: ProofSubject): Promise<string | undefined> {
  const { status } = await get(subject, "temporal.ui", `/api/v1/namespaces/${REALM}`);
  return status === 200 ? undefined : `it answered ${status}`;
}

async function noTemporal({ ids }: ProofSubject): Promise<string | undefined> {
  return ids.has("temporal") ? "its container runs" : undefined;
}
