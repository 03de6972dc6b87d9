import type { Checkout } from "../../domain/checkout.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import { folderOf } from "../../domain/live/kept-folder.ts";
import { printable } from "../../domain/printable.ts";
import { isCount, isListOf, isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { casesText, POLICY_FOLDER, POLICY_TEST } from "../../services/opa/documents.ts";
import { accessRules } from "../../services/opa/rules.ts";
import { writeKept } from "../live/kept-folder.ts";
import { type PolicyFiles, shippedPolicyTest } from "./policy-files.ts";

/** What a policy must not call: each would make a decision depend on, or tell something to, somebody outside. */
const REFUSED_BUILTINS: readonly string[] = ["http.send", "opa.runtime", "net.lookup_ip_addr"];

const CHECK_MS = 30_000;
const { path: FOLDER, candidate: CANDIDATE } = POLICY_FOLDER;
const CAPABILITIES = "capabilities.json";

/** Where policies are checked: in the container of the OPA that is to load them, in a folder that it does not load. */
export interface PolicyBench {
  readonly world: World;
  readonly checkout: Checkout;
  /** The engine's id of OPA's container. */
  readonly id: string;
  /** Whether the container sees the folder of this machine; otherwise everything is put into it. */
  readonly isMounted: boolean;
  readonly signal: AbortSignal;
}

/**
 * Has the OPA that is to load these policies check them strictly, and run their tests. POLICY_REFUSED (3) for each mistake,
 * with file and line; POLICY_TEST_FAILED (9) where a decision is not what the rules say. Nothing of it is loaded.
 */
export async function checkPolicies(bench: PolicyBench, files: PolicyFiles): Promise<void> {
  const { world, checkout } = bench;
  const folder = `${folderOf(checkout.state, "opa")}/${CANDIDATE}`;
  await clear(world, folder);
  const test = await shippedPolicyTest(world);
  const texts = [...files].map(([name, { text }]) => [name, text] as const);
  const beside = [[POLICY_TEST, test.text] as const, ["cases.json", casesText(accessRules)] as const];
  // What was put into a container stays there: other texts get another folder.
  const there = bench.isMounted ? CANDIDATE : `${CANDIDATE}-${world.hash.sha256(JSON.stringify(texts)).slice(0, 8)}`;
  try {
    await Promise.all(
      [...texts, ...beside].map(([name, text]) => bring(bench, `${CANDIDATE}/${name}`, [text, `${there}/${name}`])),
    );
    await writeCapabilities(bench);
    // Together they take half as long; what does not compile fails its tests too, and the mistake says more.
    const checks = [checkStrictly(bench, files, there), runTests(bench, there)];
    for (const one of await Promise.allSettled(checks)) if (one.status === "rejected") throw one.reason;
  } finally {
    await clear(world, folder);
  }
}

/** Writes a file of the mounted folder; into the container, where it mounts none. */
async function bring(
  { world, checkout, id, isMounted, signal }: PolicyBench,
  name: string,
  [text, there]: readonly [text: string, there: string],
): Promise<void> {
  if (isMounted) return writeKept(world, `${folderOf(checkout.state, "opa")}/${name}`, text);
  const file = { path: `${FOLDER}/${there}`, text, uid: 0, mode: 0o444 };
  await world.containers.put(id, [file], { timeoutMs: CHECK_MS, signal });
}

async function clear({ files }: World, folder: string): Promise<void> {
  const names = await files.list(folder);
  await Promise.all(names.filter((name) => !name.startsWith(".")).map((name) => files.remove(`${folder}/${name}`)));
}

const isComplaint = isRecordOf<{ errors: readonly Complaint[] }>({
  errors: isListOf(
    isRecordOf<Complaint>({
      message: isText,
      location: isRecordOf<Complaint["location"]>({ file: isText, row: isCount }),
    }),
  ),
});

interface Complaint {
  readonly message: string;
  readonly location: { readonly file: string; readonly row: number };
}

async function checkStrictly(bench: PolicyBench, files: PolicyFiles, folder: string): Promise<void> {
  const { exitCode, stderr, stdout } = await opa(bench, [
    ...["check", "--strict", "--format=json", `--capabilities=${FOLDER}/${CAPABILITIES}`, `${FOLDER}/${folder}`],
  ]);
  if (exitCode === 0) return;
  const complaints = readJson(stderr, isComplaint)?.errors ?? readJson(stdout, isComplaint)?.errors;
  const [first, ...rest] = complaints?.map((one) => refused(one, files)) ?? [];
  if (first === undefined)
    throw AvbError.of("POLICY_TEST_FAILED", { why: printable(`opa check: ${stderr || stdout}`, 300) });
  throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
}

function refused({ message, location: { file, row } }: Complaint, files: PolicyFiles): AvbError {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const place = { file: files.get(name)?.path ?? name, line: row };
  return AvbError.of("POLICY_REFUSED", { why: printable(message, 300) }, { place });
}

/** What this very OPA can do, without what a policy must not. */
async function writeCapabilities(bench: PolicyBench): Promise<void> {
  const { stdout } = await opa(bench, ["capabilities", "--current"]);
  const known: { readonly builtins?: readonly { readonly name: string }[] } = Object(readJson(stdout, isMap));
  const builtins = (known.builtins ?? []).filter(({ name }) => !REFUSED_BUILTINS.includes(name));
  if (builtins.length === 0) throw AvbError.of("POLICY_TEST_FAILED", { why: "OPA did not say what it can do" });
  await bring(bench, CAPABILITIES, [JSON.stringify({ ...known, builtins }), CAPABILITIES]);
}

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null;

async function runTests(bench: PolicyBench, folder: string): Promise<void> {
  const { exitCode, stdout, stderr } = await opa(bench, [
    "test",
    "--fail-on-empty",
    `--timeout=${CHECK_MS}ms`,
    `${FOLDER}/${folder}`,
  ]);
  if (exitCode === 0) return;
  const failed = stdout.split("\n").filter((line) => /: (?:FAIL|ERROR)\b/.test(line) && line.startsWith("  "));
  const told = failed.map((line) => line.trim().replace(/: .*/, ""));
  const why = told.length > 0 ? `${told.length} of its tests fail, the first is ${told[0]}` : stderr || stdout;
  throw AvbError.of("POLICY_TEST_FAILED", { why: printable(why, 300) });
}

const opa = ({ world, id, signal }: PolicyBench, args: readonly string[]) =>
  world.containers.exec(id, ["/opa", ...args], { timeoutMs: CHECK_MS, signal });
