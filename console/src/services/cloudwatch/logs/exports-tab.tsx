import {
  CancelExportTaskCommand,
  CloudWatchLogsClient,
  DescribeExportTasksCommand,
  type ExportTask,
} from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { ExportDialog } from "./export-dialog.tsx";

/** "Exports" of a log group to buckets. */
export function ExportsTab({ group }: { readonly group: string }) {
  const client = useClient(CloudWatchLogsClient);
  const notify = useNotify();
  const [isExporting, setExporting] = useState(false);
  const tasks = useLive(`logs/exports/${group}`, async () => {
    const { exportTasks = [] } = await client.send(new DescribeExportTasksCommand({ limit: 50 }));
    return exportTasks.filter(({ logGroupName }) => logGroupName === group);
  });
  const cancel = async ({ taskId }: ExportTask) => {
    await client.send(new CancelExportTaskCommand({ taskId })).then(
      () => notify.success("The export was cancelled."),
      (error: unknown) => notify.error("The export could not be cancelled", error),
    );
    tasks.refresh();
  };
  const create = <Button onClick={() => setExporting(true)}>Export to Amazon S3</Button>;
  return (
    <>
      <ResourceTable
        id="logs.exports"
        title="Exports to Amazon S3"
        noun="exports"
        live={tasks}
        columns={columns}
        rowId={({ taskId = "" }) => taskId}
        select="single"
        empty={{ text: "No exports. An export copies the log's events to a bucket.", action: create }}
        actions={([selected]) => (
          <>
            <Button disabled={!isActive(selected)} onClick={() => selected && void cancel(selected)}>
              Cancel export
            </Button>
            {create}
          </>
        )}
      />
      {isExporting && <ExportDialog group={group} onSaved={tasks.refresh} onClose={() => setExporting(false)} />}
    </>
  );
}

function isActive(task: ExportTask | undefined): boolean {
  return ["PENDING", "RUNNING"].includes(task?.status?.code ?? "");
}

const statusTypes = { COMPLETED: "success", FAILED: "error", CANCELLED: "stopped" } as const;

const columns: readonly Column<ExportTask>[] = [
  {
    id: "status",
    header: "Status",
    cell: ({ status }) => (
      <StatusIndicator type={statusTypes[status?.code as keyof typeof statusTypes] ?? "in-progress"}>
        {status?.code}
      </StatusIndicator>
    ),
    value: ({ status }) => status?.code,
    width: 150,
  },
  {
    id: "bucket",
    header: "Bucket",
    cell: ({ destination = "", destinationPrefix = "" }) => (
      <RouteLink href={`/console/s3/buckets/${destination}?prefix=${encodeURIComponent(`${destinationPrefix}/`)}`}>
        {destination}/{destinationPrefix}
      </RouteLink>
    ),
    value: ({ destination, destinationPrefix }) => `${destination}/${destinationPrefix}`,
    width: 260,
  },
  { id: "from", header: "From", cell: ({ from }) => formatTime(from), value: ({ from }) => from, width: 240 },
  { id: "to", header: "To", cell: ({ to }) => formatTime(to), value: ({ to }) => to, width: 240 },
  {
    id: "message",
    header: "Message",
    cell: ({ status }) => status?.message ?? "-",
    value: ({ status }) => status?.message,
    width: 220,
  },
];
