import { condition, defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";

/** What the workflow has done outside. */
export interface Activities {
  greet(name: string): Promise<string>;
}

const { greet } = proxyActivities<Activities>({ startToCloseTimeout: "10 s" });

/** Says who is to be greeted. */
export const named = defineSignal<[string]>("named");

/** Waits for a name, and greets it by an activity. */
export async function greeting(): Promise<string> {
  let name: string | undefined;
  setHandler(named, (given) => {
    name = given;
  });
  await condition(() => name !== undefined);
  return greet(name ?? "");
}
