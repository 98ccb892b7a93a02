import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type Live, useLive } from "../../live/use-live.ts";
import { ErrorAlert } from "../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../shell/links.tsx";
import { useClient } from "../../shell/session-provider.tsx";
import { formatAge, toMs } from "../../text/times.ts";

const shown = 5;

/** A short list and no table: the first page is to be light. */
export function RecentFunctions() {
  const client = useClient(LambdaClient);
  const functions = useLive("home/functions", async () => {
    const { Functions = [] } = await client.send(new ListFunctionsCommand({ MaxItems: 50 }));
    return Functions.sort((a, b) => toMs(b.LastModified) - toMs(a.LastModified)).slice(0, shown);
  });
  return (
    <Container
      header={
        <Header variant="h2" actions={<RouteButton href="/console/lambda/functions">View all functions</RouteButton>}>
          Recent functions
        </Header>
      }
    >
      <List functions={functions} />
    </Container>
  );
}

function List({ functions }: { functions: Live<readonly FunctionConfiguration[]> }) {
  const { data, error, isLoading, refresh } = functions;
  if (isLoading) return <StatusIndicator type="loading">Loading functions</StatusIndicator>;
  if (!data) return <ErrorAlert error={error} title="The functions could not be read" onRetry={refresh} />;
  if (data.length === 0) {
    return (
      <SpaceBetween size="s" alignItems="center">
        <Box color="text-body-secondary">No function yet.</Box>
        <RouteButton href="/console/lambda/create/function">Create function</RouteButton>
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="s">
      {data.map(({ FunctionName = "", Runtime, LastModified }) => (
        <div key={FunctionName}>
          <RouteLink href={`/console/lambda/functions/${FunctionName}`}>{FunctionName}</RouteLink>
          <Box color="text-body-secondary" fontSize="body-s">
            {Runtime}, changed {formatAge(LastModified)}
          </Box>
        </div>
      ))}
    </SpaceBetween>
  );
}
