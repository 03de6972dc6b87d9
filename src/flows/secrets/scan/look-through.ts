import { encodedIn, joined, whereEncoded } from "../../../credentials/scan/encoded.ts";
import { isKept, withoutOverlaps } from "../../../credentials/scan/own-hits.ts";
import { titleOf } from "../../../credentials/scan/titles.ts";
import { lastAtMost } from "../../../domain/last-at-most.ts";
import type { Finding, ScanPlace } from "../../../domain/scan-finding.ts";
import { Secret } from "../../../domain/secret.ts";
import type { ScanHit, ScanText } from "../../../domain/secret-scan.ts";
import { fingerprint } from "../fingerprint.ts";
import type { ScanTools } from "./scan-tools.ts";

const PROBE = 8000;
const UTF16 = { le: [0xff, 0xfe], be: [0xfe, 0xff] } as const;

/** The text of a file: UTF-8, or UTF-16 where its first bytes say so; undefined for what is no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  const utf16 = Object.entries(UTF16).find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (utf16 !== undefined) return new TextDecoder(`utf-16${utf16[0]}`).decode(bytes);
  return bytes.subarray(0, PROBE).includes(0) ? undefined : new TextDecoder().decode(bytes);
}

/** What is in a text, each place once. Most texts are done with after the quick look. */
export async function hitsIn(tools: ScanTools, { path, text }: ScanText): Promise<readonly ScanHit[]> {
  if (!tools.detector.mayHold(path, text)) return [];
  const encoded = encodedIn(text);
  const inside = { path, text: joined(encoded) };
  const plain = await everyHit(tools, { path, text });
  const decoded = tools.detector.mayHold(path, inside.text) ? await everyHit(tools, inside) : [];
  return withoutOverlaps([...plain, ...whereEncoded(encoded, decoded)]);
}

/** What avb's rules find, and the engine's where one of them may: the engine takes long to load. */
async function everyHit({ world, detector }: ScanTools, source: ScanText): Promise<readonly ScanHit[]> {
  const theirs = detector.engineMayFind(source.text) ? await world.secretEngine.scan(source) : [];
  return [...detector.own(source), ...theirs.filter((hit) => isKept(hit, source.text))];
}

/** Where a text was found. */
export interface FoundIn {
  readonly where: ScanPlace;
  readonly path: string;
  readonly ignored?: boolean;
}

/** What is in a text, as findings: with line and column, and a fingerprint instead of the value. */
export async function findingsIn(
  tools: ScanTools,
  { where, path, ignored }: FoundIn,
  text: string,
): Promise<readonly Finding[]> {
  const hits = await hitsIn(tools, { path, text });
  if (hits.length === 0) return [];
  const placeOf = places(text);
  return hits.map(({ rule, kind, start, end, credential, encoding, value }): Finding => {
    const [from, to] = [placeOf(start), placeOf(end)];
    return {
      ...{ kind, rule, says: titleOf(rule), where, path, line: from.line, column: from.column },
      ...{ endLine: to.line, endColumn: to.column },
      ...(credential === undefined ? {} : { credential }),
      fingerprint: fingerprint(tools.world, new Secret(value ?? text.slice(start, end))),
      ...(encoding === undefined ? {} : { encoding }),
      ...(ignored ? { ignored } : {}),
    };
  });
}

/** Says the line and the column of an offset, both counted from 1. */
function places(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    const line = lastAtMost(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
