import type { Environment } from "../../../domain/credential.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { type RotationWish, USUAL_CONSUMER_S } from "../../../domain/rotation-wish.ts";
import { COMMAND } from "./consumer-command.ts";
import { COMPOSE } from "./consumer-compose.ts";
import { KUBECTL } from "./consumer-kubectl.ts";
import { type Consumer, commandOf, type RotationRun, type Telling } from "./rotation-run.ts";

/** Those of a wish that belong to an environment. */
export const consumersOf = ({ consumers = [] }: RotationWish, environment: Environment): readonly Consumer[] =>
  consumers
    .filter(({ environments }) => environments === undefined || environments.includes(environment))
    .map((wish) => {
      const kind = wish.kubectl ? KUBECTL : wish.compose ? COMPOSE : COMMAND;
      return { name: kind.nameOf(wish), wish, kind, timeoutMs: (wish.timeout ?? USUAL_CONSUMER_S) * 1000 };
    });

/** ROTATION_CONTEXT (3) for the first one that could not be told. */
export async function mustBeTellable(run: RotationRun): Promise<void> {
  for (const consumer of run.consumers) {
    const why = await consumer.kind.reach(run, consumer);
    if (why !== undefined)
      throw AvbError.of("ROTATION_CONTEXT", { consumer: consumer.name, why, fix: consumer.kind.fix });
  }
}

/** Tells all in their order; ROTATION_CONSUMER (8) for the first one that could not be told. */
export const tellAll = (run: RotationRun): Promise<void> => each(run, ({ kind }) => kind.tell);

/** Waits until all are well. ROTATION_CONSUMER (8). */
export async function awaitHealth(run: RotationRun): Promise<void> {
  await each(run, ({ kind }) => kind.isWell);
  await each(run, ({ wish }) => (wish.health === undefined ? undefined : COMMAND.isWell));
}

async function each(run: RotationRun, actOf: (consumer: Consumer) => Telling | undefined): Promise<void> {
  for (const consumer of run.consumers) {
    const why = await actOf(consumer)?.(run, consumer);
    if (why === undefined) continue;
    const { id } = run.credential;
    throw AvbError.of("ROTATION_CONSUMER", { consumer: consumer.name, why, id, command: commandOf(run.journal) });
  }
}
