import { LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { arnHref } from "../../../choices/arn-href.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { functionPath } from "../paths.ts";
import { useEventInvoke } from "./use-event-invoke.ts";

export function Destinations({ name }: { name: string }) {
  const settings = useEventInvoke(name);
  const { OnSuccess, OnFailure } = settings.data?.DestinationConfig ?? {};
  const destinations = [
    { condition: "OnSuccess" as const, label: "On success", value: OnSuccess?.Destination ?? "" },
    { condition: "OnFailure" as const, label: "On failure", value: OnFailure?.Destination ?? "" },
  ].filter(({ value }) => value !== "");
  const remove = useRemoveDestination(name, settings);
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
            items={destinations.map(({ condition, label, value }) => ({
              label,
              value: (
                <SpaceBetween direction="horizontal" size="xs">
                  <RouteLink href={arnHref(value)}>
                    <span className="squall-anywhere">{value}</span>
                  </RouteLink>
                  <Button
                    variant="inline-link"
                    ariaLabel={`Delete destination ${label.toLowerCase()}`}
                    onClick={() => void remove(condition, value)}
                  >
                    Delete
                  </Button>
                </SpaceBetween>
              ),
            }))}
          />
        ) : (
          <Box color="text-body-secondary">No destinations. Add one to keep records of what succeeded or failed.</Box>
        ))}
    </Container>
  );
}

/** Puts the settings again without it: what is not named is left to AWS's defaults. */
function useRemoveDestination(FunctionName: string, settings: ReturnType<typeof useEventInvoke>) {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  return (condition: "OnSuccess" | "OnFailure", arn: string) =>
    confirmed(
      {
        title: "Delete destination?",
        body: (
          <>
            Records of asynchronous invocations of {FunctionName} no longer go to{" "}
            <b className="squall-anywhere">{arn}</b>.
          </>
        ),
        action: "Delete",
      },
      async () => {
        const { MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig } = settings.data ?? {};
        await client.send(
          new PutFunctionEventInvokeConfigCommand({
            FunctionName,
            MaximumEventAgeInSeconds,
            MaximumRetryAttempts,
            DestinationConfig: { ...DestinationConfig, [condition]: {} },
          }),
        );
      },
      {
        done: `The destination was successfully deleted from ${FunctionName}.`,
        failed: "The destination could not be deleted",
        onChange: settings.refresh,
      },
    );
}
