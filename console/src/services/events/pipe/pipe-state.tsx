import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** "RUNNING" as AWS's console says it. */
export function PipeState({ state = "", reason }: { readonly state: string | undefined; readonly reason?: string }) {
  const words = state.charAt(0) + state.slice(1).toLowerCase().replaceAll("_", " ");
  return (
    <StatusIndicator type={typeOf(state)}>
      {words}
      {reason && `: ${reason}`}
    </StatusIndicator>
  );
}

function typeOf(state: string) {
  if (state === "RUNNING") return "success";
  if (state === "STOPPED") return "stopped";
  return state.endsWith("FAILED") ? "error" : "in-progress";
}
