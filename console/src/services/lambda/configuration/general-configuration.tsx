import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { RouteButton } from "../../../shell/links.tsx";
import { functionPath } from "../paths.ts";

export function GeneralConfiguration({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName = "", Description, MemorySize, Timeout = 0, EphemeralStorage, SnapStart } = configuration;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<RouteButton href={`${functionPath(FunctionName)}/edit/basic-settings`}>Edit</RouteButton>}
        >
          General configuration
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Description", value: Description || "-" },
          { label: "Memory", value: `${MemorySize} MB` },
          { label: "Ephemeral storage", value: `${EphemeralStorage?.Size ?? 512} MB` },
          { label: "Timeout", value: `${Math.floor(Timeout / 60)} min ${Timeout % 60} sec` },
          { label: "SnapStart", value: SnapStart?.ApplyOn ?? "None" },
          {
            label: "Tenant isolation",
            value: configuration.TenancyConfig?.TenantIsolationMode === "PER_TENANT" ? "Per tenant" : "None",
          },
        ]}
      />
    </Container>
  );
}
