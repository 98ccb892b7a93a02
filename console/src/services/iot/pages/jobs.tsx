import { CancelJobCommand, DeleteJobCommand, IoTClient, type JobSummary, ListJobsCommand } from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { ExecutionStatus } from "../job/execution-status.tsx";
import { jobPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(IoTClient);
  const confirmed = useConfirmed();
  const jobs = useLive("iot/jobs", () =>
    readAll(
      (nextToken) => client.send(new ListJobsCommand({ nextToken, maxResults: 250 })),
      (page) => page.jobs,
    ),
  );
  const change = ({ jobId = "" }: JobSummary, verb: "Cancel" | "Delete") =>
    confirmed(
      {
        title: `${verb} job ${jobId}?`,
        body:
          verb === "Cancel"
            ? "Devices that have not begun with it do not begin any more; those that have are let finish."
            : "It is deleted with what its devices have reported.",
        action: `${verb} job`,
      },
      async () => {
        if (verb === "Cancel") await client.send(new CancelJobCommand({ jobId }));
        else await client.send(new DeleteJobCommand({ jobId }));
      },
      {
        done: `Successfully ${verb === "Cancel" ? "canceled" : "deleted"} job ${jobId}.`,
        failed: `The job ${jobId} could not be ${verb === "Cancel" ? "canceled" : "deleted"}`,
        onChange: jobs.refresh,
      },
    );
  return (
    <ListPage<JobSummary>
      id="iot.jobs"
      title="Jobs"
      noun="jobs"
      description="What devices are to do: an update, a restart. Each is told and says how it went."
      feature="AWS IoT"
      live={jobs}
      columns={columns}
      rowId={({ jobId = "" }) => jobId}
      select="multi"
      rowArn={({ jobArn }) => jobArn}
      sortBy={{ column: "created", descending: true }}
      create={{ text: "Create job", href: "/console/iot/create-job" }}
      empty="No jobs."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <Button
            disabled={!selected || !["IN_PROGRESS", "SCHEDULED"].includes(selected.status ?? "")}
            onClick={() => selected && void change(selected, "Cancel")}
          >
            Cancel
          </Button>
          <Button
            disabled={chosen.length === 0}
            onClick={() => void several(chosen, "jobs", (job) => change(job, "Delete"))}
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<JobSummary>[] = [
  {
    id: "name",
    header: "Job ID",
    cell: ({ jobId = "" }) => <RouteLink href={jobPath(jobId)}>{jobId}</RouteLink>,
    value: ({ jobId = "" }) => jobId,
    width: 260,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ status }) => <ExecutionStatus status={status} />,
    value: ({ status = "" }) => status,
    width: 150,
  },
  {
    id: "selection",
    header: "Type",
    cell: ({ targetSelection }) => (targetSelection === "CONTINUOUS" ? "Continuous" : "Snapshot"),
    value: ({ targetSelection = "" }) => targetSelection,
    width: 130,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ createdAt }) => formatTime(createdAt),
    value: ({ createdAt }) => createdAt?.getTime(),
    width: 290,
  },
];
