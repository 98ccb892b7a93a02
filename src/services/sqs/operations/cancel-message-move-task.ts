import { fail } from "../../../platform/aws-error.ts";
import { invalidParameter, resourceNotFound, taskDoesNotExist } from "../errors.ts";
import type { SqsOperation } from "../operation.ts";
import { moveTimer, toName } from "../redrive/move-messages.ts";
import { fromTaskHandle } from "../redrive/move-task.ts";
import { moveTaskStore } from "../redrive/move-task-store.ts";

/** Ends a task that runs; what has been moved stays where it is. */
export const cancelMessageMoveTask: SqsOperation<"CancelMessageMoveTask"> = async ({ TaskHandle = "" }, context) => {
  const { id, sourceArn } =
    fromTaskHandle(TaskHandle) ?? fail(invalidParameter("Value for parameter TaskHandle is invalid."));
  const source = (await context.state.queues.find(toName(sourceArn))) ?? fail(resourceNotFound("SourceArn"));
  context.state.metering.request(source, "CancelMessageMoveTask", 0);
  const moved = await context.host.storage.partition(source.messagesKey).write(async (tx) => {
    const task = (await moveTaskStore.find(tx, id)) ?? fail(taskDoesNotExist());
    if (task.status !== "RUNNING") throw invalidParameter("Only active tasks can be cancelled.");
    await tx.cancelTimer(moveTimer, id);
    await moveTaskStore.put(tx, { ...task, status: "CANCELLED" });
    return task.moved;
  });
  return { ApproximateNumberOfMessagesMoved: moved };
};
