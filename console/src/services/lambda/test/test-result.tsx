import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { RouteLink } from "../../../shell/links.tsx";
import { formatTime } from "../../../text/times.ts";
import { logGroupPath } from "../paths.ts";
import type { TestResult as Result } from "./use-test-run.ts";

interface TestResultProps {
  readonly configuration: FunctionConfiguration;
  readonly result: Result;
  /** What is in the editor is not what ran: it's not deployed. */
  readonly isOutdated: boolean;
  readonly onDismiss: () => void;
}

export function TestResult({ configuration, result, isOutdated, onDismiss }: TestResultProps) {
  const group = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${configuration.FunctionName}`;
  const logs = <RouteLink href={logGroupPath(group)}>logs</RouteLink>;
  if (result.invocation === "Event") {
    return (
      <Alert
        type="success"
        dismissible
        dismissAriaLabel="Dismiss"
        onDismiss={onDismiss}
        header={<>Invoking function asynchronously: accepted ({logs})</>}
      >
        {isOutdated && <Outdated />}
        The event is queued (status {result.status}, request ID {result.requestId}). What the function does with it
        appears in its log.
      </Alert>
    );
  }
  const outcome = result.functionError ? "failed" : "succeeded";
  return (
    <Alert
      type={result.functionError ? "error" : "success"}
      dismissible
      dismissAriaLabel="Dismiss"
      onDismiss={onDismiss}
      header={
        <>
          Executing function: {outcome} ({logs})
        </>
      }
    >
      <ExpandableSection headerText="Details" defaultExpanded>
        <SpaceBetween size="m">
          {isOutdated && <Outdated />}
          <div>
            <Box>
              The area below shows the {result.functionError ? "error" : "result"} returned by your function execution.
            </Box>
            <pre className="squall-pre" data-testid="response">
              {result.payload}
            </pre>
          </div>
          <KeyValuePairs columns={3} items={summary(configuration, result)} />
          <div>
            <Box variant="h3">Log output</Box>
            <Box>The area below shows the last 4 KB of the execution log.</Box>
            <pre className="squall-pre" data-testid="log-output">
              {result.log}
            </pre>
          </div>
        </SpaceBetween>
      </ExpandableSection>
    </Alert>
  );
}

function Outdated() {
  return (
    <Box>
      <StatusIndicator type="warning">
        The deployed code runs, not what is in the editor. Choose Deploy to run your changes.
      </StatusIndicator>
    </Box>
  );
}

function summary({ CodeSha256 }: FunctionConfiguration, { report, requestId, endedAtMs }: Result) {
  return [
    { label: "Code SHA-256", value: <span className="squall-anywhere">{CodeSha256}</span> },
    { label: "Execution time", value: formatTime(endedAtMs) },
    { label: "Request ID", value: <span className="squall-anywhere">{report?.requestId ?? requestId}</span> },
    ...(report
      ? [
          { label: "Duration", value: `${report.durationMs.toFixed(2)} ms` },
          { label: "Billed duration", value: `${report.billedMs} ms` },
          { label: "Resources configured", value: `${report.memoryMB} MB` },
          { label: "Max memory used", value: `${report.usedMB} MB` },
          ...(report.initMs === undefined ? [] : [{ label: "Init duration", value: `${report.initMs.toFixed(2)} ms` }]),
        ]
      : []),
  ];
}
