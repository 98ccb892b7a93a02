import { fromOffsetToken, toPageToken } from "../../page-token.ts";
import { exportTaskNotFound, invalidToken } from "../errors.ts";
import { toExportTask } from "../export/to-export-task.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

/** Latest first. */
export const describeExportTasks: LogsOperation<"DescribeExportTasks"> = async (input, context) => {
  const { taskId, statusCode, limit = limits.describePage } = input;
  const offset = fromOffsetToken(input.nextToken, invalidToken);
  const partition = context.host.storage.partition(recordsKey(context, "logs.export-tasks"));
  const all = await partition.read((tx) => recordStore.list(tx, "logs.export-tasks"));
  const wanted = all
    .filter(({ name, status }) => (taskId === undefined || name === taskId) && (!statusCode || status === statusCode))
    .sort((a, b) => b.createdMs - a.createdMs);
  if (taskId !== undefined && wanted.length === 0) throw exportTaskNotFound();
  const end = offset + limit;
  return {
    exportTasks: wanted.slice(offset, end).map(toExportTask),
    nextToken: wanted.length > end ? toPageToken(String(end)) : undefined,
  };
};
