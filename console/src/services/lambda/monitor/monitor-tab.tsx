import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useMemo, useState } from "react";
import { isNotImplemented } from "../../../aws/errors.ts";
import { toRange } from "../../../chart/range.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { formatTimestamp } from "../../../text/times.ts";
import { flowPath } from "../../xray/paths.ts";
import { logGroupPath } from "../paths.ts";
import { type Invocation, readInvocations } from "./invocations.ts";
import { ModulesAhead } from "./modules-ahead.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { seriesFromLog, seriesFromMetrics } from "./series.ts";

const Charts = lazy(() => import("./charts.tsx"));

/** Charts from CloudWatch's metrics, or, where the server has none, from the REPORT lines of the function's log. */
export function MonitorTab({ configuration }: { configuration: FunctionConfiguration }) {
  const name = configuration.FunctionName ?? "";
  const logGroup = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const logs = useClient(CloudWatchLogsClient);
  const cloudwatch = useClient(CloudWatchClient);
  const [replayed, setReplayed] = useState<Invocation>();
  const [length, setLength] = useState(lengths[0]!);
  const lengthMs = length.hours * 3_600_000;
  const invocations = useLive(`lambda/invocations/${logGroup}/${length.id}`, (signal) =>
    readInvocations(logs, logGroup, cloudNowMs() - lengthMs, signal),
  );
  const metrics = useLive(
    `lambda/metrics/${name}/${length.id}`,
    () => seriesFromMetrics(cloudwatch, name, toRange(cloudNowMs(), lengthMs)),
    {
      everyMs: 10_000,
    },
  );
  // A new range with every answer that brought something.
  const range = useMemo(() => toRange(newest(invocations.data), lengthMs), [invocations.data, lengthMs]);
  const series =
    metrics.data ??
    (metrics.error !== undefined && invocations.data ? seriesFromLog(invocations.data, range) : undefined);

  return (
    <SpaceBetween size="l">
      <Header
        variant="h2"
        description={
          isNotImplemented(metrics.error)
            ? "This Squall does not have CloudWatch metrics yet: the charts are made from the REPORT lines of the function's log."
            : undefined
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <RouteButton href={`${logGroupPath(logGroup)}/live-tail`}>Live Tail</RouteButton>
            <RouteButton href={logGroupPath(logGroup)}>View CloudWatch logs</RouteButton>
          </SpaceBetween>
        }
      >
        CloudWatch metrics
      </Header>
      <SegmentedControl
        label="Time range"
        selectedId={length.id}
        options={lengths.map(({ id }) => ({ id, text: id }))}
        onChange={({ detail }) => setLength(lengths.find(({ id }) => id === detail.selectedId) ?? length)}
      />
      {metrics.error !== undefined && !isNotImplemented(metrics.error) && (
        <ErrorAlert error={metrics.error} title="The metrics could not be read" />
      )}
      {series ? (
        <Suspense fallback={<StatusIndicator type="loading">Loading charts</StatusIndicator>}>
          <Charts series={series} range={range} />
        </Suspense>
      ) : (
        <StatusIndicator type="loading">Loading metrics</StatusIndicator>
      )}
      <ResourceTable
        id="lambda.invocations"
        title="Recent invocations"
        noun="invocations"
        live={invocations}
        columns={toColumns(logGroup)}
        rowId={({ requestId, atMs }) => `${requestId}/${atMs}`}
        sortBy={{ column: "time", descending: true }}
        select="single"
        actions={([selected]) => (
          <>
            <RouteButton disabled={!selected} href={selected && flowPath(selected.requestId)}>
              View flow
            </RouteButton>
            <Button disabled={!selected} onClick={() => setReplayed(selected)}>
              Replay
            </Button>
          </>
        )}
        empty={{ text: "The function has not run in this time. Test it, or add a trigger." }}
      />
      <ModulesAhead configuration={configuration} />
      {replayed && (
        <ReplayDialog
          configuration={configuration}
          logGroup={logGroup}
          invocation={replayed}
          onClose={() => setReplayed(undefined)}
        />
      )}
    </SpaceBetween>
  );
}

const lengths = [
  { id: "1h", hours: 1 },
  { id: "3h", hours: 3 },
  { id: "12h", hours: 12 },
  { id: "1d", hours: 24 },
  { id: "1w", hours: 168 },
];

function newest(invocations: readonly Invocation[] | undefined): number {
  return Math.max(cloudNowMs(), invocations?.[0]?.atMs ?? 0);
}

function toColumns(logGroup: string): readonly Column<Invocation>[] {
  return [
    {
      id: "time",
      header: "Timestamp",
      cell: ({ atMs }) => formatTimestamp(atMs),
      value: ({ atMs }) => atMs,
      width: 260,
    },
    {
      id: "result",
      header: "Result",
      cell: ({ isError }) => (
        <StatusIndicator type={isError ? "error" : "success"}>{isError ? "Error" : "Succeeded"}</StatusIndicator>
      ),
      value: ({ isError }) => (isError ? "Error" : "Succeeded"),
      width: 150,
    },
    {
      id: "request",
      header: "RequestId",
      cell: ({ requestId }) => requestId,
      value: ({ requestId }) => requestId,
      width: 310,
    },
    {
      id: "stream",
      header: "LogStream",
      cell: ({ stream }) => (
        <RouteLink href={`${logGroupPath(logGroup)}/log-streams/${encodeURIComponent(stream)}`}>{stream}</RouteLink>
      ),
      value: ({ stream }) => stream,
      width: 260,
    },
    {
      id: "duration",
      header: "DurationInMS",
      cell: ({ durationMs }) => durationMs.toFixed(2),
      value: ({ durationMs }) => durationMs,
      width: 140,
    },
    {
      id: "billed",
      header: "BilledDurationInMS",
      cell: ({ billedMs }) => billedMs,
      value: ({ billedMs }) => billedMs,
      width: 170,
    },
    {
      id: "memory",
      header: "MemorySetInMB",
      cell: ({ memoryMB }) => memoryMB,
      value: ({ memoryMB }) => memoryMB,
      width: 150,
      hidden: true,
    },
    { id: "used", header: "MemoryUsedInMB", cell: ({ usedMB }) => usedMB, value: ({ usedMB }) => usedMB, width: 160 },
    {
      id: "init",
      header: "InitDurationInMS",
      cell: ({ initMs }) => initMs?.toFixed(2) ?? "-",
      value: ({ initMs }) => initMs,
      width: 160,
    },
  ];
}
