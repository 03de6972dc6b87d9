import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { Slot } from "../domain/stack.ts";
import { type DownResult, downCheckout } from "./down.ts";
import { checkoutOf, type ListedStack } from "./list.ts";

/** What became of one stack. */
export interface EndedStack extends Pick<DownResult, "was" | "pid" | "containers" | "networks" | "volumes"> {
  readonly slot: Slot;
  readonly root?: string;
}

/** What `down --all` did. */
export interface DownAllResult {
  readonly stacks: readonly EndedStack[];
}

const COMMAND = "avb dev down --all";

/**
 * Ends these stacks one after the other, each as its own `down` would; records of dead servers are removed. One that
 * cannot be ended, or that another command is changing, does not keep the others: its error comes at the end.
 */
export async function downAll(
  tools: RunTools,
  stacks: readonly ListedStack[],
  { volumes = false }: { readonly volumes?: boolean } = {},
): Promise<DownAllResult> {
  const ended: EndedStack[] = [];
  const problems: AvbError[] = [];
  for (const stack of stacks) {
    try {
      const { plan: _, ms: __, ...was } = await downCheckout(tools, checkoutOf(stack), { command: COMMAND, volumes });
      const { slot, root } = stack;
      ended.push({ slot, ...(root !== undefined && { root }), ...was });
    } catch (error) {
      if (!(error instanceof AvbError) || tools.signal.aborted) throw error;
      problems.push(error);
    }
  }
  const [first, ...others] = problems;
  if (first !== undefined) throw new AvbErrors([first, ...others]);
  return { stacks: ended };
}
