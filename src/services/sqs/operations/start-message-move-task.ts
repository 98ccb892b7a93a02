import { fail } from "../../../platform/aws-error.ts";
import { invalidParameter, invalidValue, resourceNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import { messageStore } from "../messages/message-store.ts";
import type { SqsOperation } from "../operation.ts";
import { queuesKey } from "../queues/queue.ts";
import { queueStore } from "../queues/queue-store.ts";
import { moveTimer, toName } from "../redrive/move-messages.ts";
import { type MoveTask, toTaskHandle } from "../redrive/move-task.ts";
import { moveTaskStore } from "../redrive/move-task-store.ts";

/** Begins to move a dead-letter queue's messages back, or to another queue: by a durable timer, whichever server runs. */
export const startMessageMoveTask: SqsOperation<"StartMessageMoveTask"> = async (input, context) => {
  const { SourceArn: sourceArn = "", DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: perSecond } = input;
  const { state, host } = context;
  const { storage, clock, random } = host;
  const source = (await state.queues.find(toName(sourceArn))) ?? fail(resourceNotFound("SourceArn"));
  state.metering.request(source, "StartMessageMoveTask", 0);
  if (perSecond !== undefined && (perSecond < 1 || perSecond > limits.messagesMovedPerSecond))
    throw invalidValue(
      perSecond,
      "MaxNumberOfMessagesPerSecond",
      `Must be between 1 and ${limits.messagesMovedPerSecond}, if provided.`,
    );
  const [firstSource] = await storage
    .partition(queuesKey(source))
    .read((tx) => queueStore.listSources(tx, { deadLetterArn: sourceArn, after: "", limit: 1 }));
  if (firstSource === undefined) throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
  const destination = destinationArn === undefined ? undefined : await state.queues.find(toName(destinationArn));
  if (destinationArn !== undefined && !destination) throw resourceNotFound("DestinationArn");
  if (destination && destination.isFifo !== source.isFifo)
    throw invalidParameter("Source and destination queues must be of the same type.");
  const id = random.uuid();
  const task = await storage.partition(source.messagesKey).write(async (tx): Promise<MoveTask> => {
    const nowMs = clock.nowMs();
    const [latest] = await moveTaskStore.list(tx, 1);
    if (latest?.status === "RUNNING")
      throw invalidParameter(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    const { visible } = await messageStore.counts(tx, nowMs);
    const made: MoveTask = {
      id,
      status: "RUNNING",
      sourceArn,
      destinationArn,
      perSecond,
      startedMs: nowMs,
      moved: 0,
      toMove: visible,
      failureReason: undefined,
    };
    await moveTaskStore.put(tx, made);
    await moveTaskStore.trim(tx, limits.moveTasksListed);
    await tx.setTimer({ kind: moveTimer, key: id, dueMs: nowMs });
    return made;
  });
  return { TaskHandle: toTaskHandle(task) };
};
