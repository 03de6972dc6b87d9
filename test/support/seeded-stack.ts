import { expect } from "vitest";
import type { LiveStack } from "./live-stack.ts";

/** A thing as JSON has it. */
export interface Fields {
  readonly [name: string]: unknown;
}

/** Lago's API as an application on this machine calls it. */
export async function lago(stack: LiveStack, method: string, path: string, body?: Fields): Promise<Fields> {
  const { variables } = await stack.json("env", "--service", "lago", "--reveal");
  const values = new Map((variables as readonly Fields[]).map(({ name, value }) => [name, String(value)]));
  const headers = { authorization: `Bearer ${values.get("LAGO_API_KEY")}`, "content-type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${values.get("LAGO_API_URL")}/api/v1${path}`, init);
  return (await answer.json()) as Fields;
}

/** What `seed` reports of one service. */
export async function seeds(stack: LiveStack, service: string, ...flags: readonly string[]): Promise<Fields> {
  const { services } = await stack.json("seed", service, ...flags);
  return (services as readonly Fields[])[0] ?? {};
}

/** Ids of a plan's steps. */
export const stepsOf = ({ plan }: Fields): readonly unknown[] => (plan as readonly Fields[]).map(({ id }) => id);

/** Ids of the claims that a section finds broken. */
export async function broken(stack: LiveStack, section: string): Promise<readonly unknown[]> {
  const run = await stack.avb("verify", section, "--json");
  const { sections } = JSON.parse(run.stdout).data ?? JSON.parse(run.stdout).error?.details ?? {};
  const proofs = (sections as readonly { readonly proofs: readonly Fields[] }[]).flatMap((one) => one.proofs);
  expect(proofs.length).toBeGreaterThan(6);
  return proofs.filter(({ outcome }) => outcome === "broken").map(({ id }) => id);
}
