import { RULE_TITLES } from "../../../credentials/scan/titles.ts";
import type { StoreId } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { Finding, Looked, ScanPart, Skipped } from "../../../domain/scan-finding.ts";
import type { Secrets } from "../open-secrets.ts";
import { ALLOW_FILE, applyAllowList, readAllowList } from "./allow-list.ts";
import { scanContainers } from "./scan-containers.ts";
import { scanHistory } from "./scan-history.ts";
import { scanStaged } from "./scan-staged.ts";
import { scanStores } from "./scan-stores.ts";
import { type ScanTools, scanTools, together } from "./scan-tools.ts";
import { scanTree } from "./scan-tree.ts";

/** Where to look. */
export interface ScanRequest {
  /** Files and folders, absolute; the checkout's root where none is named. */
  readonly paths: readonly string[];
  /** Only what the next commit would add. */
  readonly staged: boolean;
  readonly history: boolean;
  readonly containers: boolean;
  readonly stores: readonly StoreId[];
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** What was found, and what was not looked into. */
export interface ScanResult {
  readonly root: string;
  readonly looked: Looked;
  readonly findings: readonly Finding[];
  /** How many findings the allow-list lets pass. */
  readonly allowed: number;
  readonly skipped: readonly Skipped[];
}

/** Looks for secrets and placeholders wherever the request says. */
export async function scan(secrets: Secrets, request: ScanRequest): Promise<ScanResult> {
  const { world, checkout } = secrets.tools;
  const { maxBytes, signal } = request;
  const tools = scanTools({ world, checkout, credentials: secrets.all, maxBytes, signal });
  const [list, parts] = await Promise.all([readAllowList(world, checkout.root), partsOf(tools, secrets, request)]);
  const { findings, skipped, looked } = together(parts);
  const { findings: left, allowed } = applyAllowList(tools, withoutRepeats(findings), list);
  return { root: checkout.root, looked, findings: [...left].sort(byPlace), allowed, skipped };
}

async function partsOf(tools: ScanTools, secrets: Secrets, request: ScanRequest): Promise<readonly ScanPart[]> {
  const { paths, staged, history, containers, stores } = request;
  const parts: ScanPart[] = [];
  if (staged) parts.push(await scanStaged(tools));
  else parts.push(await scanTree(tools, paths.length === 0 ? [tools.checkout.root] : paths));
  if (history) parts.push(await scanHistory(tools));
  if (containers) parts.push(await scanContainers(tools));
  if (stores.length > 0) parts.push(await scanStores(secrets, stores));
  return parts;
}

/** What still stands in a file is not told again as its history. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ rule, path, fingerprint }: Finding) => `${rule} ${fingerprint} ${path}`;
  const now = new Set(findings.filter(({ where }) => where === "tree").map(key));
  return findings.filter((one) => one.where !== "history" || !now.has(key(one)));
}

const byPlace = (one: Finding, other: Finding): number =>
  (one.path < other.path ? -1 : one.path > other.path ? 1 : 0) || one.line - other.line || one.column - other.column;

/** SCAN_FOUND (14) where anything was found. */
export function requireClean({ findings }: ScanResult): void {
  if (findings.length === 0) return;
  const count = (kind: Finding["kind"], one: string, many: string): readonly string[] => {
    const number = findings.filter((finding) => finding.kind === kind).length;
    return number === 0 ? [] : [number === 1 ? `one ${one}` : `${number} ${many}`];
  };
  const what = [
    ...count("secret", "secret", "secrets"),
    ...count("placeholder", "placeholder", "placeholders"),
    ...count("allow-list", "expired entry of the allow-list", "expired entries of the allow-list"),
  ].join(" and ");
  const credential = findings.find((one) => one.credential !== undefined)?.credential ?? "ID";
  throw AvbError.of("SCAN_FOUND", {
    what: `${what} ${findings.length === 1 ? "was" : "were"}`,
    credential,
    allow: ALLOW_FILE,
  });
}

/** What each rule finds, by its id. */
export const scanRules = (): Readonly<Record<string, string>> => RULE_TITLES;
