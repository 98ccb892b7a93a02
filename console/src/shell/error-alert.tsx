import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { adviceFor, isNotImplemented, toFailure } from "../aws/errors.ts";
import { NotYet } from "./not-yet.tsx";

/** An error with AWS's text and what to do next; an operation that this Squall does not have, as that. */
export function ErrorAlert({ error, title, feature, onRetry, action }: ErrorAlertProps) {
  if (error === undefined) return null;
  if (isNotImplemented(error)) return <NotYet feature={feature ?? title} error={error} />;
  return (
    <Alert type="error" header={title} action={action ?? (onRetry && <Button onClick={onRetry}>Retry</Button>)}>
      <ErrorBody error={error} />
    </Alert>
  );
}

export interface ErrorAlertProps {
  readonly error: unknown;
  /** What failed: "The function could not be created". */
  readonly title: string;
  /** What the server lacks if it answers 501: "CloudWatch metrics". */
  readonly feature?: string;
  readonly onRetry?: () => void;
  readonly action?: AlertProps["action"];
}

export function ErrorBody({ error }: { error: unknown }) {
  const failure = toFailure(error);
  const advice = adviceFor(failure);
  return (
    <SpaceBetween size="xxs">
      <span className="squall-anywhere">
        <b>{failure.name}</b>: {failure.message}
      </span>
      {advice && <span>{advice}</span>}
      {failure.requestId && (
        <Box variant="small" color="inherit">
          Request ID: {failure.requestId}
        </Box>
      )}
    </SpaceBetween>
  );
}
