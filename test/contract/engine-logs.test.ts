import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logLines } from "../../src/adapters/log-lines.ts";
import type { ContainerLine } from "../../src/domain/containers.ts";
import { answeringEngine } from "../support/engine-socket.ts";

const SECOND = Date.parse("2026-01-02T03:04:05Z");
const stamp = (atMs: number) => new Date(atMs).toISOString().replace("Z", "000001Z");

/** A message as the engine frames it: stream, three zeros, length, bytes. */
function frame(stream: 1 | 2, text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

function linesOf(chunks: readonly Buffer[]): readonly ContainerLine[] {
  const lines: ContainerLine[] = [];
  const { hear, end } = logLines((line) => lines.push(line));
  for (const chunk of chunks) if (chunk.length > 0) hear(chunk);
  end();
  return lines;
}

/** The same bytes, cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(places.map((place) => place % bytes.length)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe("the lines of a container", () => {
  test("are the same however the stream is cut", () => {
    const line = fc.record({
      stream: fc.constantFrom<1 | 2>(1, 2),
      atMs: fc.integer({ min: 0, max: 86_400_000 }).map((ms) => SECOND + ms),
      text: fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, "")),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.array(fc.nat(100_000)), (lines, places) => {
        const bytes = lines.map(({ stream, atMs, text }) => frame(stream, `${stamp(atMs)} ${text}\n`));
        const told = linesOf(cut(Buffer.concat(bytes), places));
        const expected = lines.map(({ stream, ...rest }) => ({ stream: stream === 1 ? "stdout" : "stderr", ...rest }));
        expect(told).toEqual(expected);
      }),
    );
  });

  test("are put together when the engine split them, with the time of their beginning", () => {
    const long = Buffer.from("ä".repeat(20_000));
    const told = linesOf([
      frame(1, Buffer.concat([Buffer.from(`${stamp(SECOND)} `), long.subarray(0, 16_383)])),
      frame(2, `${stamp(SECOND + 1)} between\n`),
      frame(1, Buffer.concat([Buffer.from(`${stamp(SECOND + 2)} `), long.subarray(16_383), Buffer.from("\n")])),
    ]);
    expect(told).toEqual([
      { stream: "stderr", atMs: SECOND + 1, text: "between" },
      { stream: "stdout", atMs: SECOND, text: "ä".repeat(20_000) },
    ]);
  });

  test("have no header where the container has a terminal, and no carriage return", () => {
    const raw = Buffer.from(`${stamp(SECOND)} one\r\n${stamp(SECOND + 1)} two 2026\r\n${stamp(SECOND + 2)} thr`);
    for (const at of [5, 20, 31, 35, 60, 90])
      expect(linesOf(cut(raw, [at]))).toEqual([
        { stream: "stdout", atMs: SECOND, text: "one" },
        { stream: "stdout", atMs: SECOND + 1, text: "two 2026" },
        { stream: "stdout", atMs: SECOND + 2, text: "thr" },
      ]);
  });

  test("that never end are passed on in parts", () => {
    const parts = Array.from({ length: 200 }, () => frame(1, `${stamp(SECOND)} ${"x".repeat(16_384)}`));
    const told = linesOf(parts);
    expect(told.map(({ text }) => text.length).reduce((all, length) => all + length, 0)).toBe(200 * 16_384);
    expect(told.length).toBeGreaterThan(2);
  });
});

describe("a log that is followed", () => {
  test("may be silent for longer than any deadline, and ends with the container", async () => {
    const engine = await answeringEngine((request, response) => {
      expect(request.url).toContain("follow=true");
      response.writeHead(200);
      response.write(frame(1, `${stamp(SECOND)} one\n`));
      setTimeout(() => response.end(frame(1, `${stamp(SECOND)} two\n`)), 1200);
    });
    const told: string[] = [];
    const limits = { timeoutMs: 1000 };
    await engine.containers.logs("a", { tail: "all", follow: true, limits }, ({ text }) => told.push(text));
    expect(told).toEqual(["one", "two"]);
  });

  test("is asked for from a moment on", async () => {
    const asked: string[] = [];
    const engine = await answeringEngine((request, response) => {
      asked.push(request.url ?? "");
      response.end();
    });
    await engine.containers.logs("a", { tail: 7, sinceMs: SECOND + 250, limits: { timeoutMs: 5000 } }, () => {});
    const query = Object.fromEntries(new URL(asked[0] ?? "", "http://engine").searchParams);
    expect(query).toMatchObject({ follow: "false", tail: "7", since: `${SECOND / 1000}.250`, timestamps: "true" });
  });
});
