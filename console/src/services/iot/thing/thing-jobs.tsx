import { IoTClient, type JobExecutionSummaryForThing, ListJobExecutionsForThingCommand } from "@aws-sdk/client-iot";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { ExecutionStatus } from "../job/execution-status.tsx";
import { jobPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

/** What jobs have for a thing. */
export function ThingJobs({ name: thingName }: { name: string }) {
  const client = useClient(IoTClient);
  const executions = useLive(`iot/things/${thingName}/jobs`, () =>
    readAll(
      (nextToken) => client.send(new ListJobExecutionsForThingCommand({ thingName, nextToken })),
      (page) => page.executionSummaries,
    ),
  );
  return (
    <ResourceTable<JobExecutionSummaryForThing>
      id="iot.thing-jobs"
      title="Job executions"
      noun="job executions"
      live={executions}
      rowId={({ jobId = "", jobExecutionSummary }) => `${jobId}/${jobExecutionSummary?.executionNumber}`}
      rowName={({ jobId = "" }) => jobId}
      columns={[
        {
          id: "job",
          header: "Job",
          cell: ({ jobId = "" }) => <RouteLink href={jobPath(jobId)}>{jobId}</RouteLink>,
          value: ({ jobId = "" }) => jobId,
          width: 240,
        },
        {
          id: "status",
          header: "Status",
          cell: ({ jobExecutionSummary }) => <ExecutionStatus status={jobExecutionSummary?.status} />,
          value: ({ jobExecutionSummary }) => jobExecutionSummary?.status ?? "",
          width: 160,
        },
        {
          id: "updated",
          header: "Last updated",
          cell: ({ jobExecutionSummary }) => formatTime(jobExecutionSummary?.lastUpdatedAt),
          value: ({ jobExecutionSummary }) => jobExecutionSummary?.lastUpdatedAt?.getTime(),
          width: 290,
        },
      ]}
      empty={{ text: "No jobs for this thing." }}
    />
  );
}
