import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { Live } from "../live/use-live.ts";
import { ErrorAlert, type ErrorAlertProps } from "./error-alert.tsx";

interface LoadedProps<T> {
  readonly live: Live<T>;
  /** "the queue orders": what is loaded, or could not be read. */
  readonly what: string;
  /** What the server lacks if it answers 501. */
  readonly feature?: string;
  readonly action?: ErrorAlertProps["action"];
  readonly children: (data: T) => ReactNode;
}

/** What was read, or that it is being read, or why it could not be. */
export function Loaded<T>({ live, what, feature, action, children }: LoadedProps<T>) {
  if (live.data !== undefined) return children(live.data);
  if (live.isLoading) return <StatusIndicator type="loading">Loading {what}</StatusIndicator>;
  return (
    <ErrorAlert
      error={live.error}
      title={`${what.charAt(0).toUpperCase()}${what.slice(1)} could not be read`}
      feature={feature}
      onRetry={live.refresh}
      action={action}
    />
  );
}
