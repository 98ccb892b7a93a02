import { fail } from "../../../platform/aws-error.ts";
import { exportTaskHasFinished, exportTaskNotFound } from "../errors.ts";
import { isActive } from "../export/to-export-task.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

/** A task that waits is not begun, and one that runs is told as cancelled; what it has written stays. */
export const cancelExportTask: LogsOperation<"CancelExportTask"> = async ({ taskId }, context) => {
  const nowMs = context.host.clock.nowMs();
  await context.host.storage.partition(recordsKey(context, "logs.export-tasks")).write(async (tx) => {
    const task = (await recordStore.find(tx, "logs.export-tasks", taskId)) ?? fail(exportTaskNotFound());
    if (!isActive(task)) throw exportTaskHasFinished();
    const ended = { status: "CANCELLED", message: "Cancelled by user", completedMs: nowMs, modifiedMs: nowMs } as const;
    await recordStore.put(tx, "logs.export-tasks", { ...task, ...ended });
  });
  return {};
};
