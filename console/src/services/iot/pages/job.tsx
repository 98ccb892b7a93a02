import {
  CancelJobCommand,
  CancelJobExecutionCommand,
  DescribeJobCommand,
  GetJobDocumentCommand,
  IoTClient,
  type JobExecutionSummaryForJob,
  ListJobExecutionsForJobCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { ExecutionStatus } from "../job/execution-status.tsx";
import { certificateIdOf, thingPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const { id = "" } = useParams();
  return <JobPage key={id} jobId={id} />;
}

function JobPage({ jobId }: { jobId: string }) {
  const client = useClient(IoTClient);
  const confirmed = useConfirmed();
  const found = useLive(`iot/jobs/${jobId}`, async () => {
    const [{ job = {} }, { document = "" }] = await Promise.all([
      client.send(new DescribeJobCommand({ jobId })),
      client.send(new GetJobDocumentCommand({ jobId })),
    ]);
    return { job, document };
  });
  const cancel = () =>
    confirmed(
      {
        title: `Cancel job ${jobId}?`,
        body: "Devices that have not begun with it do not begin any more; those that have are let finish.",
        action: "Cancel job",
      },
      () => client.send(new CancelJobCommand({ jobId })),
      {
        done: `Successfully canceled job ${jobId}.`,
        failed: `The job ${jobId} could not be canceled`,
        onChange: found.refresh,
      },
    );
  const isGoingOn = ["IN_PROGRESS", "SCHEDULED"].includes(found.data?.job.status ?? "");
  return (
    <Page
      title={jobId}
      breadcrumbs={[{ text: "Jobs", href: "/console/iot/jobs" }]}
      actions={
        <Button disabled={!isGoingOn} onClick={() => void cancel()}>
          Cancel job
        </Button>
      }
    >
      <Loaded live={found} what={`the job ${jobId}`} feature="AWS IoT">
        {({ job, document }) => (
          <SpaceBetween size="l">
            <Details
              title="Job details"
              items={[
                ["ARN", <Copyable key="arn" text={job.jobArn ?? ""} what="ARN" />],
                ["Status", <ExecutionStatus key="status" status={job.status} />],
                ["Type", job.targetSelection === "CONTINUOUS" ? "Continuous" : "Snapshot"],
                ["Targets", job.targets?.map(certificateIdOf).join(", ")],
                ["Created", formatTime(job.createdAt)],
                ["Completed", formatTime(job.completedAt)],
                ["Description", job.description],
                ["Maximum per minute", job.jobExecutionsRolloutConfig?.maximumPerMinute?.toString()],
                ["Timeout", job.timeoutConfig && `${job.timeoutConfig.inProgressTimeoutInMinutes} minutes`],
              ]}
            />
            <Details
              title="Progress"
              columns={4}
              items={counts.map(([label, member]) => [label, String(job.jobProcessDetails?.[member] ?? 0)])}
            />
            <PageTabs
              label="Job"
              tabs={[
                { id: "executions", label: "Job executions", content: <Executions jobId={jobId} /> },
                {
                  id: "document",
                  label: "Job document",
                  content: (
                    <Container header={<Header variant="h2">Job document</Header>}>
                      <JsonText text={document} />
                    </Container>
                  ),
                },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const counts = [
  ["Queued", "numberOfQueuedThings"],
  ["In progress", "numberOfInProgressThings"],
  ["Succeeded", "numberOfSucceededThings"],
  ["Failed", "numberOfFailedThings"],
  ["Rejected", "numberOfRejectedThings"],
  ["Timed out", "numberOfTimedOutThings"],
  ["Canceled", "numberOfCanceledThings"],
  ["Removed", "numberOfRemovedThings"],
] as const;

function Executions({ jobId }: { jobId: string }) {
  const client = useClient(IoTClient);
  const confirmed = useConfirmed();
  const executions = useLive(`iot/jobs/${jobId}/executions`, () =>
    readAll(
      (nextToken) => client.send(new ListJobExecutionsForJobCommand({ jobId, nextToken, maxResults: 250 })),
      (page) => page.executionSummaries,
    ),
  );
  const cancel = (thingName: string) =>
    confirmed(
      {
        title: `Cancel the job for ${thingName}?`,
        body: "Also if the device has begun with it.",
        action: "Cancel execution",
      },
      () => client.send(new CancelJobExecutionCommand({ jobId, thingName, force: true })),
      {
        done: `Successfully canceled the job for ${thingName}.`,
        failed: `The job for ${thingName} could not be canceled`,
        onChange: executions.refresh,
      },
    );
  return (
    <ResourceTable<JobExecutionSummaryForJob>
      id="iot.executions"
      title="Job executions"
      noun="executions"
      live={executions}
      rowId={({ thingArn = "" }) => thingArn}
      rowName={({ thingArn = "" }) => certificateIdOf(thingArn)}
      select="single"
      columns={[
        {
          id: "thing",
          header: "Thing",
          cell: ({ thingArn = "" }) => (
            <RouteLink href={thingPath(certificateIdOf(thingArn))}>{certificateIdOf(thingArn)}</RouteLink>
          ),
          value: ({ thingArn = "" }) => certificateIdOf(thingArn),
          width: 260,
        },
        {
          id: "status",
          header: "Status",
          cell: ({ jobExecutionSummary }) => <ExecutionStatus status={jobExecutionSummary?.status} />,
          value: ({ jobExecutionSummary }) => jobExecutionSummary?.status ?? "",
          width: 150,
        },
        {
          id: "queued",
          header: "Queued",
          cell: ({ jobExecutionSummary }) => formatTime(jobExecutionSummary?.queuedAt),
          value: ({ jobExecutionSummary }) => jobExecutionSummary?.queuedAt?.getTime(),
          width: 290,
        },
        {
          id: "updated",
          header: "Last updated",
          cell: ({ jobExecutionSummary }) => formatTime(jobExecutionSummary?.lastUpdatedAt),
          value: ({ jobExecutionSummary }) => jobExecutionSummary?.lastUpdatedAt?.getTime(),
          width: 290,
        },
      ]}
      empty={{ text: "No device has been told yet." }}
      actions={([selected]) => (
        <Button
          disabled={!selected || !["QUEUED", "IN_PROGRESS"].includes(selected.jobExecutionSummary?.status ?? "")}
          onClick={() => selected && void cancel(certificateIdOf(selected.thingArn ?? ""))}
        >
          Cancel execution
        </Button>
      )}
    />
  );
}
