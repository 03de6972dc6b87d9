import { nodeHash } from "../../../adapters/hash.ts";
import { billingId } from "../../../domain/name-based-id.ts";
import type { Tables } from "./tables.ts";

/** The first id of a name that no row of the table has yet: `name`, then `name#2`, `name#3` and so on. */
export function freeId(tables: Tables, table: keyof Tables, name: string): string {
  const id = (count: number) => billingId(nodeHash.sha256, table, count === 1 ? name : `${name}#${count}`);
  let count = 1;
  while (tables[table].get(id(count)) !== undefined) count += 1;
  return id(count);
}
