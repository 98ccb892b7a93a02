import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { toFailure } from "../aws/errors.ts";

/** An operation that the server answers with 501: a clear empty state instead of an error. */
export function NotYet({ feature, error }: { feature: string; error: unknown }) {
  return (
    <Box textAlign="center" padding={{ vertical: "l", horizontal: "m" }}>
      <SpaceBetween size="xs">
        <StatusIndicator type="info">This Squall does not have {feature} yet</StatusIndicator>
        <Box color="text-body-secondary">{toFailure(error).message}</Box>
        <Box color="text-body-secondary">The page works by itself once an update brings it.</Box>
      </SpaceBetween>
    </Box>
  );
}
