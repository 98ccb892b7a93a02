import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { functionPath } from "../paths.ts";
import { useEventInvoke } from "./use-event-invoke.ts";

export function AsyncSettings({ name }: { name: string }) {
  const settings = useEventInvoke(name);
  const isKnown = settings.data !== undefined;
  const ageSeconds = settings.data?.MaximumEventAgeInSeconds ?? 21_600;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={isKnown && <RouteButton href={`${functionPath(name)}/edit/async-settings`}>Edit</RouteButton>}
        >
          Asynchronous invocation
        </Header>
      }
    >
      <ErrorAlert
        error={settings.error}
        title="The settings could not be read"
        feature="settings of asynchronous invocation"
        onRetry={settings.refresh}
      />
      {isKnown && (
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Maximum age of event",
              value: `${Math.floor(ageSeconds / 3_600)} h ${Math.floor((ageSeconds % 3_600) / 60)} min ${ageSeconds % 60} sec`,
            },
            { label: "Retry attempts", value: settings.data?.MaximumRetryAttempts ?? 2 },
          ]}
        />
      )}
    </Container>
  );
}
