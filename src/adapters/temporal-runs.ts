import type { TemporalServer } from "../domain/temporal.ts";
import { absent, type TemporalLink } from "./temporal-link.ts";

/** EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED of the API's enumeration. */
const SIGNALED = 26;

type Runs = Pick<TemporalServer, "start" | "run" | "signal" | "terminate" | "forget">;

/** Workflows: started, looked at, ended and forgotten. */
export const runs = ({ connection, clientOf, ask }: TemporalLink): Runs => ({
  start: async (namespace, { workflowId, workflow, taskQueue }) => {
    await ask(() => clientOf(namespace).workflow.start(workflow, { workflowId, taskQueue, args: [] }));
  },
  async run(namespace, workflowId) {
    const handle = clientOf(namespace).workflow.getHandle(workflowId);
    const found = await ask(() => handle.describe()).catch(absent);
    if (found === undefined) return undefined;
    const { events } = await ask(() => handle.fetchHistory());
    const signals = (events ?? []).filter(({ eventType }) => eventType === SIGNALED).length;
    return { workflowId, workflow: found.type, taskQueue: found.taskQueue, status: found.status.name, signals };
  },
  signal: (namespace, workflowId, name) => ask(() => clientOf(namespace).workflow.getHandle(workflowId).signal(name)),
  terminate: async (namespace, workflowId) => {
    await ask(() => clientOf(namespace).workflow.getHandle(workflowId).terminate()).catch(absent);
  },
  forget: async (namespace, workflowId) => {
    const workflowExecution = { workflowId };
    await ask(() => connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution })).catch(absent);
  },
});
