import { fail } from "../../../platform/aws-error.ts";
import { invalidValue, resourceNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SqsOperation } from "../operation.ts";
import { toName } from "../redrive/move-messages.ts";
import { toTaskHandle } from "../redrive/move-task.ts";
import { moveTaskStore } from "../redrive/move-task-store.ts";

/** The latest tasks of a queue, one without MaxResults. */
export const listMessageMoveTasks: SqsOperation<"ListMessageMoveTasks"> = async (input, context) => {
  const { SourceArn: sourceArn = "", MaxResults: size = 1 } = input;
  const source = (await context.state.queues.find(toName(sourceArn))) ?? fail(resourceNotFound("SourceArn"));
  context.state.metering.request(source, "ListMessageMoveTasks", 0);
  if (size < 1 || size > limits.moveTasksListed)
    throw invalidValue(size, "MaxResults", `Must be between 1 and ${limits.moveTasksListed}, if provided.`);
  const tasks = await context.host.storage.partition(source.messagesKey).read((tx) => moveTaskStore.list(tx, size));
  return {
    Results: tasks.map((task) => ({
      // Only what can be cancelled has one.
      TaskHandle: task.status === "RUNNING" ? toTaskHandle(task) : undefined,
      Status: task.status,
      SourceArn: task.sourceArn,
      DestinationArn: task.destinationArn,
      MaxNumberOfMessagesPerSecond: task.perSecond,
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.toMove,
      FailureReason: task.failureReason,
      StartedTimestamp: task.startedMs,
    })),
  };
};
