import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { LabSummary } from "../labs.ts";

export function LabState({ lab: { startedMs, steps, done } }: { readonly lab: LabSummary }) {
  if (startedMs === undefined) return <StatusIndicator type="pending">Not started</StatusIndicator>;
  if (done === steps) return <StatusIndicator>Done</StatusIndicator>;
  return (
    <StatusIndicator type="in-progress">
      {done} of {steps} steps
    </StatusIndicator>
  );
}
