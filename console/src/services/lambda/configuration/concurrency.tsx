import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { functionPath } from "../paths.ts";

export function Concurrency({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const concurrency = useLive(`lambda/concurrency/${name}`, () =>
    client.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
  );
  const account = useLive("lambda/account", () => client.send(new GetAccountSettingsCommand({})), { everyMs: 3_000 });
  const reserved = concurrency.data?.ReservedConcurrentExecutions;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={concurrency.data && <RouteButton href={`${functionPath(name)}/edit/concurrency`}>Edit</RouteButton>}
        >
          Concurrency
        </Header>
      }
    >
      <ErrorAlert
        error={concurrency.error}
        title="The concurrency could not be read"
        feature="reserved concurrency"
        onRetry={concurrency.refresh}
      />
      {concurrency.data && (
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Function concurrency",
              value: reserved === undefined ? "Use unreserved account concurrency" : "Reserve concurrency",
            },
            { label: "Reserved concurrency", value: reserved ?? "-" },
            {
              label: "Unreserved account concurrency",
              value: account.data?.AccountLimit?.UnreservedConcurrentExecutions ?? "-",
            },
            { label: "Account concurrency", value: account.data?.AccountLimit?.ConcurrentExecutions ?? "-" },
          ]}
        />
      )}
    </Container>
  );
}
