import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import { useEffect } from "react";
import { ErrorBody } from "./error-alert.tsx";

/** The server does not answer: the page waits for it and goes on by itself. */
export function ServerAway({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  useEffect(() => {
    const timer = window.setInterval(onRetry, 1_000);
    return () => window.clearInterval(timer);
  }, [onRetry]);
  return (
    <Box padding="xxl">
      <Alert type="error" header="Waiting for Squall">
        <ErrorBody error={error} />
      </Alert>
    </Box>
  );
}
