import type { Named } from "../records/record-store.ts";

/** A task as DescribeExportTasks tells it. */
export function toExportTask(task: Named<"logs.export-tasks">) {
  return {
    taskId: task.name,
    taskName: task.taskName,
    logGroupName: task.group,
    from: task.fromMs,
    to: task.toMs,
    destination: task.bucket,
    destinationPrefix: task.prefix,
    status: { code: task.status, message: task.message },
    executionInfo: { creationTime: task.createdMs, completionTime: task.completedMs },
  };
}

/** Tasks that have not ended: there may be one at a time. */
export function isActive({ status }: Named<"logs.export-tasks">): boolean {
  return status === "PENDING" || status === "RUNNING";
}
