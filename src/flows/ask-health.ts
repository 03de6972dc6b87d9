import { printable } from "../domain/printable.ts";
import { isServerHealth } from "../domain/sandbox-answers.ts";
import type { ServerHealth } from "../domain/sandbox-protocol.ts";
import { readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";

const LONGEST_REASON = 300;

/** What the health route answered, or in words why it told nothing. */
export type HealthAnswer = { readonly health: ServerHealth } | { readonly health?: undefined; readonly why: string };

/** Asks the health route at this address whose server answers there. */
export async function askHealth(world: World, url: string, timeoutMs: number): Promise<HealthAnswer> {
  try {
    const answer = await world.http.request({ url, timeoutMs });
    const health = answer.status === 200 ? readJson(answer.body, isServerHealth) : undefined;
    return health === undefined ? { why: `${url} answers ${answer.status}, and not as avb's server` } : { health };
  } catch (error) {
    return { why: `${url} ${silence(error, timeoutMs)}` };
  }
}

/** Node's codes for a request that its deadline ended, and for all others what it says itself. */
function silence(error: unknown, timeoutMs: number): string {
  const { name, code, message } = Object(error);
  if (name === "AbortError" || name === "TimeoutError") return `gives no answer within ${timeoutMs} ms`;
  return `cannot be asked (${printable(String(message || code || name), LONGEST_REASON)})`;
}
