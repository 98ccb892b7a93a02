import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { RouteButton } from "../../../shell/links.tsx";
import { functionPath } from "../paths.ts";

export function EnvironmentVariables({ configuration }: { configuration: FunctionConfiguration }) {
  const variables = Object.entries(configuration.Environment?.Variables ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${variables.length})`}
          actions={
            <RouteButton href={`${functionPath(configuration.FunctionName ?? "")}/edit/environment-variables`}>
              Edit
            </RouteButton>
          }
        >
          Environment variables
        </Header>
      }
    >
      <Table
        variant="embedded"
        items={variables}
        trackBy={([key]) => key}
        ariaLabels={{ tableLabel: "Environment variables" }}
        columnDefinitions={[
          { id: "key", header: "Key", cell: ([key]) => <span className="squall-mono">{key}</span>, isRowHeader: true },
          { id: "value", header: "Value", cell: ([, value]) => <span className="squall-mono">{value}</span> },
        ]}
        empty={
          <Box color="text-body-secondary">
            No environment variables. Add one to configure the code without changing it.
          </Box>
        }
      />
    </Container>
  );
}
