import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

/** A job's or an execution's state, in words: `IN_PROGRESS` is "In progress". */
export function ExecutionStatus({ status = "" }: { status: string | undefined }) {
  const words = status.toLowerCase().replaceAll("_", " ");
  return (
    <StatusIndicator type={types[status] ?? "pending"}>
      {words.charAt(0).toUpperCase()}
      {words.slice(1)}
    </StatusIndicator>
  );
}

const types: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  IN_PROGRESS: "in-progress",
  SUCCEEDED: "success",
  COMPLETED: "success",
  FAILED: "error",
  REJECTED: "error",
  TIMED_OUT: "error",
  REMOVED: "stopped",
  CANCELED: "stopped",
  DELETION_IN_PROGRESS: "in-progress",
};
