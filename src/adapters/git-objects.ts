import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { GitBlob, GitCall, GitObjects } from "../domain/secret-scan.ts";
import { ByteReader } from "./byte-reader.ts";

type Child = ChildProcessByStdio<Writable, Readable, Readable>;
type Limits = Parameters<GitObjects["history"]>[1];
type Wanted = Pick<GitBlob, "id" | "path" | "size">;

/** How many questions may be under way: git answers while the next ones are written, and no pipe fills up. */
const AHEAD = 64;
const CHECK = "--batch-check=%(objecttype) %(objectname) %(objectsize) %(rest)";

/** Contents of a repository through `git cat-file`, which is started once. */
export const gitObjects: GitObjects = {
  history: (call, limits) => contents(call, limits, listed(call, limits)),
  named: (call, wanted, limits) => contents(call, limits, sized(call, limits, wanted)),
};

/** Every blob that something leads to, those of newer commits first: `rev-list` names objects, `--batch-check` says which are blobs and how large. */
async function* listed(call: GitCall, { signal }: Limits): AsyncIterable<Wanted> {
  const list = start(call, ["rev-list", "--objects", "--in-commit-order", "--topo-order", "--all", "--reflog"], signal);
  const check = start(call, ["cat-file", CHECK, "--buffer"], signal);
  list.stdout.pipe(check.stdin);
  const seen = new Set<string>();
  for await (const line of lines(check)) {
    const one = blobOf(line);
    if (one === undefined || seen.has(one.id)) continue;
    seen.add(one.id);
    yield one;
  }
  await Promise.all([ended(list, signal), ended(check, signal)]);
}

async function* sized(
  call: GitCall,
  { signal }: Limits,
  wanted: readonly Pick<GitBlob, "id" | "path">[],
): AsyncIterable<Wanted> {
  if (wanted.length === 0) return;
  const check = start(call, ["cat-file", CHECK, "--buffer"], signal);
  check.stdin.end(wanted.map(({ id, path }) => `${id} ${path.replaceAll("\n", " ")}\n`).join(""));
  for await (const line of lines(check)) {
    const one = blobOf(line);
    if (one !== undefined) yield one;
  }
  await ended(check, signal);
}

function blobOf(line: string): Wanted | undefined {
  const [, id, size, path] = /^blob ([0-9a-f]+) (\d+) ?(.*)$/.exec(line) ?? [];
  return id === undefined ? undefined : { id, size: Number(size), path: path ?? "" };
}

async function* contents(call: GitCall, limits: Limits, wanted: AsyncIterable<Wanted>): AsyncIterable<GitBlob> {
  const batch = start(call, ["cat-file", "--batch"], limits.signal);
  const reader = new ByteReader(batch.stdout);
  const waiting: Wanted[] = [];
  try {
    for await (const one of wanted) {
      if (one.size > limits.maxBytes) {
        yield one;
        continue;
      }
      batch.stdin.write(`${one.id}\n`);
      waiting.push(one);
      if (waiting.length >= AHEAD) yield await answer(reader, waiting.shift() as Wanted, limits);
    }
    batch.stdin.end();
    for (const one of waiting) yield await answer(reader, one, limits);
    await ended(batch, limits.signal);
  } finally {
    batch.kill();
  }
}

/** One answer of `cat-file --batch`: a head line, the bytes, a line break. */
async function answer(reader: ByteReader, one: Wanted, { signal }: Limits): Promise<GitBlob> {
  const head = await reader.line();
  signal.throwIfAborted();
  const [, size] = / blob (\d+)$/.exec(head ?? "") ?? [];
  if (size === undefined) throw failed(head === undefined ? "it ended early" : `it answered '${head.slice(0, 80)}'`);
  const bytes = await reader.bytes(Number(size) + 1);
  return { ...one, bytes: bytes.subarray(0, -1) };
}

function start(call: GitCall, args: readonly string[], signal: AbortSignal): Child {
  const [file, ...settings] = call.command;
  const child = spawn(file, [...settings, ...args], {
    ...{ cwd: call.cwd, env: { ...call.env }, stdio: ["pipe", "pipe", "pipe"], signal },
  });
  // The end of a program that was not waited for is told by its answer, which does not come.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  return child;
}

const lines = (child: Child) => createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });

async function ended(child: Child, signal: AbortSignal): Promise<void> {
  const said: Buffer[] = [];
  child.stderr.on("data", (part: Buffer) => said.push(part));
  if (child.exitCode === null && child.signalCode === null)
    await new Promise<void>((resolve) => {
      child.once("close", () => resolve());
      child.once("error", () => resolve());
    });
  signal.throwIfAborted();
  if (child.exitCode !== 0) throw failed(Buffer.concat(said).toString().trim().split("\n")[0] || "it failed");
}

const failed = (why: string): AvbError => AvbError.of("SCAN_GIT_FAILED", { why });
