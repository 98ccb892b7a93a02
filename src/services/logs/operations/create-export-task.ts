import { invalidParameter, limitExceeded } from "../errors.ts";
import { checkExportBucket, exportCaller } from "../export/export-caller.ts";
import { runExportTopic } from "../export/run-export.ts";
import { isActive } from "../export/to-export-task.ts";
import { findReadableGroup } from "../groups/find-group.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { type Named, recordStore, recordsKey } from "../records/record-store.ts";

/** Begins to copy a group's events to a bucket that lets CloudWatch Logs write. One task at a time in a region. */
export const createExportTask: LogsOperation<"CreateExportTask"> = async (input, context) => {
  const { host } = context;
  const { logGroupName, destination: bucket, from: fromMs, to: toMs } = input;
  const group = await findReadableGroup(context, "CreateExportTask", logGroupName);
  if (fromMs > toMs) throw invalidParameter("The start time of the export must not be after its end time.");
  await checkExportBucket(host, exportCaller(context, group.name), bucket);
  const nowMs = host.clock.nowMs();
  const task: Named<"logs.export-tasks"> = {
    name: host.random.uuid(),
    modifiedMs: nowMs,
    taskName: input.taskName,
    group: group.name,
    groupId: group.id,
    streamPrefix: input.logStreamNamePrefix,
    fromMs,
    toMs,
    bucket,
    prefix: input.destinationPrefix ?? "exportedlogs",
    status: "PENDING",
    message: "Task is pending",
    createdMs: nowMs,
    completedMs: undefined,
  };
  const effectId = host.random.uuid();
  await host.storage.partition(recordsKey(context, "logs.export-tasks")).write(async (tx) => {
    const known = (await recordStore.list(tx, "logs.export-tasks")).sort((a, b) => a.createdMs - b.createdMs);
    if (known.some(isActive)) throw limitExceeded();
    for (const { name } of known.slice(0, Math.max(0, known.length + 1 - limits.exportTasksKept)))
      await recordStore.remove(tx, name);
    await recordStore.put(tx, "logs.export-tasks", task);
    await tx.emit({ topic: runExportTopic, id: effectId, payload: JSON.stringify({ taskId: task.name }) });
  });
  return { taskId: task.name };
};
