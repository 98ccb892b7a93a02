import {
  CloudWatchLogsClient,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  type LogStream,
  PutLogGroupDeletionProtectionCommand,
  paginateDescribeLogStreams,
} from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime } from "../../../text/times.ts";
import { ExportsTab } from "../logs/exports-tab.tsx";
import { GroupTags } from "../logs/group-tags.tsx";
import { MetricFiltersTab } from "../logs/metric-filters-tab.tsx";
import { RetentionDialog } from "../logs/retention-dialog.tsx";
import { retentionLabel } from "../logs/retentions.ts";
import { SubscriptionsTab } from "../logs/subscriptions-tab.tsx";
import { groupPath, groupsCrumb, streamPath } from "../paths.ts";
import { useDeleteLogGroups } from "./log-groups.tsx";

/** The newest; a log of years has more than anybody reads. */
const mostStreams = 1_000;

export function Component() {
  const { group = "" } = useParams();
  const client = useClient(CloudWatchLogsClient);
  const navigate = useNavigate();
  const [isEditing, setEditing] = useState(false);
  const details = useLive(
    `logs/group/${group}`,
    async () => {
      const { logGroups = [] } = await client.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: group, limit: 50 }),
      );
      return logGroups.find(({ logGroupName }) => logGroupName === group) ?? null;
    },
    { everyMs: 3_000 },
  );
  const remove = useDeleteLogGroups(() => undefined);
  const notify = useNotify();
  const protect = useAction(
    async (deletionProtectionEnabled: boolean) => {
      await client.send(
        new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: group, deletionProtectionEnabled }),
      );
      notify.success(`Deletion protection of ${group} is ${deletionProtectionEnabled ? "enabled" : "disabled"}.`);
      details.refresh();
    },
    (error) => notify.error("The deletion protection could not be changed", error),
  );
  return (
    <Page
      title={group}
      breadcrumbs={[groupsCrumb]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ButtonDropdown
            items={[
              { id: "retention", text: "Edit retention setting" },
              {
                id: "protection",
                text: details.data?.deletionProtectionEnabled
                  ? "Disable deletion protection"
                  : "Enable deletion protection",
                disabled: !details.data,
              },
              { id: "delete", text: "Delete log group" },
            ]}
            onItemClick={async ({ detail }) => {
              if (detail.id === "retention") setEditing(true);
              else if (detail.id === "protection") await protect.run(!details.data?.deletionProtectionEnabled);
              else if (await remove([group])) await navigate(groupsCrumb.href);
            }}
          >
            Actions
          </ButtonDropdown>
          <RouteButton href={`/console/cloudwatch/logs-insights?group=${encodeURIComponent(group)}`}>
            View in Logs Insights
          </RouteButton>
          <RouteButton href={`${groupPath(group)}/live-tail`}>Start tailing</RouteButton>
          <RouteButton variant="primary" href={`${groupPath(group)}/log-events`}>
            Search log group
          </RouteButton>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        {details.isLoading && <StatusIndicator type="loading">Loading the log group</StatusIndicator>}
        <ErrorAlert error={details.error} title="The log group could not be read" onRetry={details.refresh} />
        {details.data === null && (
          <StatusIndicator type="info">
            There is no log group {group} yet. A function's appears with its first line: run the function, and this page
            shows it.
          </StatusIndicator>
        )}
        {details.data && (
          <Details
            title="Log group details"
            items={[
              ["Log class", details.data.logGroupClass ?? "Standard"],
              ["ARN", <Copyable key="arn" text={details.data.arn ?? ""} what="ARN" />],
              ["Creation time", formatTime(details.data.creationTime)],
              ["Retention", retentionLabel(details.data.retentionInDays)],
              ["Stored bytes", formatBytes(details.data.storedBytes)],
              ["Metric filters", details.data.metricFilterCount ?? 0],
              ["Deletion protection", details.data.deletionProtectionEnabled ? "Enabled" : "Disabled"],
            ]}
          />
        )}
        {details.data && (
          <PageTabs
            label="Log group"
            tabs={[
              { id: "streams", label: "Log streams", content: <Streams group={group} /> },
              { id: "metric-filters", label: "Metric filters", content: <MetricFiltersTab group={group} /> },
              { id: "subscriptions", label: "Subscription filters", content: <SubscriptionsTab group={group} /> },
              { id: "exports", label: "Exports", content: <ExportsTab group={group} /> },
              { id: "tags", label: "Tags", content: <GroupTags arn={details.data.arn ?? ""} name={group} /> },
            ]}
          />
        )}
        {isEditing && details.data && (
          <RetentionDialog group={details.data} onClose={() => setEditing(false)} onChange={details.refresh} />
        )}
      </SpaceBetween>
    </Page>
  );
}

function Streams({ group }: { group: string }) {
  const client = useClient(CloudWatchLogsClient);
  const confirmed = useConfirmed();
  const streams = useLive(`logs/streams/${group}`, async (signal) => {
    const found: LogStream[] = [];
    const pages = paginateDescribeLogStreams(
      { client },
      { logGroupName: group, orderBy: "LastEventTime", descending: true },
    );
    for await (const { logStreams = [] } of pages) {
      signal.throwIfAborted();
      found.push(...logStreams);
      if (found.length >= mostStreams) break;
    }
    return found;
  });
  const remove = async (names: readonly string[]) => {
    await confirmed(
      {
        title: names.length === 1 ? `Delete log stream ${names[0]}?` : `Delete ${names.length} log streams?`,
        body: (
          <>
            All log data of <b className="squall-anywhere">{names.join(", ")}</b> is deleted for good.
          </>
        ),
        action: "Delete",
      },
      async () => {
        for (const logStreamName of names)
          await client.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName }));
      },
      {
        done: `Successfully deleted ${names.length === 1 ? `log stream ${names[0]}` : `${names.length} log streams`}.`,
        failed: "The log streams could not be deleted",
        onChange: streams.refresh,
      },
    );
  };
  return (
    <ResourceTable
      id="logs.streams"
      title="Log streams"
      noun="log streams"
      live={streams}
      columns={toColumns(group)}
      rowId={({ logStreamName = "" }) => logStreamName}
      select="multi"
      searchPlaceholder="Filter log streams"
      sortBy={{ column: "last", descending: true }}
      empty={{ text: "No log streams yet." }}
      actions={(selected) => (
        <>
          <Button
            disabled={selected.length === 0}
            onClick={() => void remove(selected.map(({ logStreamName = "" }) => logStreamName))}
          >
            Delete
          </Button>
          <RouteButton href={`${groupPath(group)}/log-events`}>Search all log streams</RouteButton>
        </>
      )}
    />
  );
}

function toColumns(group: string): readonly Column<LogStream>[] {
  return [
    {
      id: "name",
      header: "Log stream",
      cell: ({ logStreamName = "" }) => <RouteLink href={streamPath(group, logStreamName)}>{logStreamName}</RouteLink>,
      value: ({ logStreamName }) => logStreamName,
      width: 460,
    },
    {
      id: "last",
      header: "Last event time",
      cell: ({ lastEventTimestamp }) => formatTime(lastEventTimestamp),
      value: ({ lastEventTimestamp }) => lastEventTimestamp,
      width: 320,
    },
  ];
}
