import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { functionPath } from "../paths.ts";
import { useEventInvoke } from "./use-event-invoke.ts";

export function Destinations({ name }: { name: string }) {
  const settings = useEventInvoke(name);
  const { OnSuccess, OnFailure } = settings.data?.DestinationConfig ?? {};
  const destinations = [
    { label: "On success", value: OnSuccess?.Destination },
    { label: "On failure", value: OnFailure?.Destination },
  ].filter(({ value }) => value);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Where the record of an asynchronous invocation goes."
          actions={
            settings.data !== undefined && (
              <RouteButton href={`${functionPath(name)}/add/destination`}>Add destination</RouteButton>
            )
          }
        >
          Destinations
        </Header>
      }
    >
      <ErrorAlert
        error={settings.error}
        title="The destinations could not be read"
        feature="destinations"
        onRetry={settings.refresh}
      />
      {settings.data !== undefined &&
        (destinations.length > 0 ? (
          <KeyValuePairs
            items={destinations.map(({ label, value }) => ({
              label,
              value: <span className="squall-anywhere">{value}</span>,
            }))}
          />
        ) : (
          <Box color="text-body-secondary">No destinations. Add one to keep records of what succeeded or failed.</Box>
        ))}
    </Container>
  );
}
